/** What a commit's history says of each post and page: a function of the commit's tree and of the facts of its parents alone. */
@NullMarked
package org.broadsheet.ingest.facts;

import org.jspecify.annotations.NullMarked;
