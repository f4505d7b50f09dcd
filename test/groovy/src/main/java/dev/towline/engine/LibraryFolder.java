package dev.towline.engine;

import java.io.File;

/**
 * A shared library on disk.
 *
 * @param trusted as those of the controller's configuration are: its code runs outside the sandbox. Those of folders run inside.
 */
record LibraryFolder(String folder, boolean trusted) {
    File sources() {
        return new File(folder, "src");
    }

    File variables() {
        return new File(folder, "vars");
    }

    File resource(String path) {
        return new File(new File(folder, "resources"), path);
    }
}
