/** Reading Git: commits, trees and blobs of the published branch, without a work tree and without writing. */
@NullMarked
package org.broadsheet.ingest.source;

import org.jspecify.annotations.NullMarked;
