package hudson;

import java.io.IOException;

/** Stands for Jenkins' exception of the same name: a failure whose message says it all. */
public class AbortException extends IOException {
    private static final long serialVersionUID = 1L;

    public AbortException(String message) {
        super(message);
    }
}
