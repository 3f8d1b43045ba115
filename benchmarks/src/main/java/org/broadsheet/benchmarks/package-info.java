/** Programs that measure, each with a main. */
@NullMarked
package org.broadsheet.benchmarks;

import org.jspecify.annotations.NullMarked;
