package dev.towline.engine;

import java.net.MalformedURLException;
import java.net.URL;
import java.util.regex.Pattern;

/** Names of images as docker-commons reads them. */
public final class DockerName {
    private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z0-9.-]+(?::\\d+)?/)?" + COMPONENT + "(?:/"
            + COMPONENT + ")*(?::[\\w][\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?");

    private DockerName() {}

    public static void check(String name) {
        if (name == null || !NAME.matcher(name).matches())
            throw new IllegalArgumentException("not a valid image name: " + name);
    }

    /** The tag; {@code latest} where there is none. */
    public static String tag(String name) {
        int colon = tagColon(name);
        return colon < 0 ? "latest" : name.substring(colon + 1);
    }

    /** The name without its tag. */
    public static String repository(String name) {
        int colon = tagColon(name);
        return colon < 0 ? name : name.substring(0, colon);
    }

    /** The name with the host of the registry in front, unless it is there. */
    public static String qualified(String registry, String name) throws MalformedURLException {
        if (registry == null || registry.isEmpty()) return name;
        URL url = new URL(registry);
        String host = url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
        return name.startsWith(host + "/") ? name : host + "/" + name;
    }

    private static int tagColon(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? colon : -1;
    }
}
