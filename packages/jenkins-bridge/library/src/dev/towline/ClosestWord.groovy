package dev.towline

import com.cloudbees.groovy.cps.NonCPS

/** Finds what a misspelt word was probably meant to be. */
class ClosestWord {
    /** The known word that is near enough to be suggested; null where there is none. At most a third of the shorter word may be wrong. */
    @NonCPS
    static String of(String word, Collection known) {
        String best = null
        int bestDistance = Integer.MAX_VALUE
        for (String candidate : known) {
            int shorter = Math.min(word.length(), candidate.length())
            int farthest = Math.min(Math.max(1, shorter.intdiv(3)), shorter - 1)
            int distance = distance(word.toLowerCase(), candidate.toLowerCase())
            if (distance <= farthest && distance < bestDistance) {
                best = candidate
                bestDistance = distance
            }
        }
        return best
    }

    /** How many letters must be added, dropped, replaced or swapped with their neighbour. */
    @NonCPS
    private static int distance(String from, String to) {
        List beforeLast = []
        List last = []
        for (int column = 0; column <= to.length(); column++) last.add(column)
        for (int row = 1; row <= from.length(); row++) {
            List current = [row]
            for (int column = 1; column <= to.length(); column++) {
                boolean same = from.charAt(row - 1) == to.charAt(column - 1)
                int least = Math.min(current[column - 1] + 1, last[column] + 1)
                least = Math.min(least, last[column - 1] + (same ? 0 : 1))
                boolean swapped = row > 1 && column > 1 && from.charAt(row - 1) == to.charAt(column - 2) &&
                    from.charAt(row - 2) == to.charAt(column - 1)
                if (swapped) least = Math.min(least, beforeLast[column - 2] + 1)
                current.add(least)
            }
            beforeLast = last
            last = current
        }
        return last[to.length()]
    }
}
