package io.barograph.formats;

import java.util.HashSet;
import java.util.Set;

/** Tells columns of one name apart: the second {@code a} is {@code a_1}, or the first number that is free. */
public final class UniqueNames {
    private final Set<String> taken = new HashSet<>();

    /** The name, or where a column before has it, the name with a number. It is taken from now on. */
    public String take(String name) {
        String free = name;
        for (int number = 1; !taken.add(free); number++) {
            free = name + "_" + number;
        }
        return free;
    }
}
