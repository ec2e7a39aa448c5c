package io.barograph.core.error;

/** What went wrong, and whose turn it is. The exit status of the command derives from the category. */
public enum ErrorCode {
    SYNTAX_ERROR(Category.USER),
    UNKNOWN_TABLE(Category.USER),
    UNKNOWN_COLUMN(Category.USER),
    UNKNOWN_FUNCTION(Category.USER),
    TYPE_MISMATCH(Category.USER),
    INVALID_ARGUMENT(Category.USER),
    NOT_SUPPORTED(Category.USER),
    INVALID_OPTION(Category.USER),
    /** What is asked for is kept from whoever asks: a file beyond the folders that a service was given. */
    NOT_ALLOWED(Category.USER),
    /** A record, value or expression was refused under {@code --strict}, or a final result does not fit its type. */
    BAD_DATA(Category.RUN),
    /** Records that an answer needs are there no more. */
    DATA_LOST(Category.RUN),
    /** Two runs that must agree did not. */
    ANSWERS_DIFFER(Category.RUN),
    CANCELLED(Category.RUN),
    INTERNAL(Category.RUN),
    OUT_OF_MEMORY(Category.RESOURCE),
    FILE_NOT_FOUND(Category.RESOURCE),
    IO_ERROR(Category.RESOURCE),
    /** A server that a table lives on, or a device, cannot be reached, or refuses us. */
    UNAVAILABLE(Category.RESOURCE),
    /** Another instance of the pipeline has taken over the place that this one wrote to. Nothing to try again. */
    FENCED(Category.RESOURCE),
    DISK_FULL(Category.RESOURCE);

    /** Who can mend it. */
    public enum Category {
        /** The run failed. */
        RUN(1),
        /** The command or query is wrong. */
        USER(2),
        /** A resource or an outside system failed. */
        RESOURCE(3);

        private final int exitStatus;

        Category(int exitStatus) {
            this.exitStatus = exitStatus;
        }

        public int exitStatus() {
            return exitStatus;
        }
    }

    private final Category category;

    ErrorCode(Category category) {
        this.category = category;
    }

    public Category category() {
        return category;
    }
}
