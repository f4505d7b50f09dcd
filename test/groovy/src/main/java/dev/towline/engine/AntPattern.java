package dev.towline.engine;

import java.util.regex.Pattern;

/** Paths as Ant describes them: {@code ?} and {@code *} stay within a folder, {@code **} does not. */
final class AntPattern {
    private AntPattern() {}

    static boolean matches(String pattern, String path) {
        return Pattern.matches(regex(pattern.endsWith("/") ? pattern + "**" : pattern), path);
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            if (pattern.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (pattern.startsWith("**", i)) {
                regex.append(".*");
                i += 1;
            } else {
                regex.append(part(pattern.charAt(i)));
            }
        }
        return regex.toString();
    }

    private static String part(char letter) {
        return switch (letter) {
            case '*' -> "[^/]*";
            case '?' -> "[^/]";
            default -> Pattern.quote(String.valueOf(letter));
        };
    }
}
