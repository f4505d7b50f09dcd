package org.jenkinsci.plugins.workflow.steps;

/** Stands for Jenkins' exception of the same name: a step that needs a node was called outside one. */
public final class MissingContextVariableException extends Exception {
    private static final long serialVersionUID = 1L;

    public MissingContextVariableException(String step) {
        super("Required context class hudson.FilePath is missing\nPerhaps you forgot to surround the " + step
                + " step with a step that provides this, such as: node");
    }
}
