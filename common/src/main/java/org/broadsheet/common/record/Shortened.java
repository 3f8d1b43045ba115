package org.broadsheet.common.record;

import java.util.Optional;

/**
 * What a record holds of things without number, such as lists of problems: where all of it is more than one record may hold, the
 * first part of it is written, and how much there is in all is said elsewhere or in it.
 *
 * @param <T> the type itself
 */
public interface Shortened<T> {
    /** With about half of it; empty when there is nothing left to leave out. */
    Optional<T> shorter();
}
