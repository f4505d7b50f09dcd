package dev.towline.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;

/** A program as bytes, as Jenkins writes it to disk whenever a step starts. */
final class Snapshot {
    private final byte[] bytes;

    private Snapshot(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws java.io.NotSerializableException where the program holds something that cannot be written */
    static Snapshot of(Program program) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(65_536);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(program);
        }
        return new Snapshot(bytes.toByteArray());
    }

    /** The program, with the classes of this loader. */
    Program restore(ClassLoader loader) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new LoaderInputStream(new ByteArrayInputStream(bytes), loader)) {
            return (Program) in.readObject();
        }
    }

    private static final class LoaderInputStream extends ObjectInputStream {
        private final ClassLoader loader;

        LoaderInputStream(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, loader);
            } catch (ClassNotFoundException missing) {
                return super.resolveClass(description);
            }
        }
    }
}
