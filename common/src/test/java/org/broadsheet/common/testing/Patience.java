package org.broadsheet.common.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** How long the tests of all modules await what is to come, unless they say so themselves; JUnit finds it by its service file. */
public final class Patience implements BeforeAllCallback {
    private static final Duration ON_A_BUSY_MACHINE = Duration.ofSeconds(60);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(ON_A_BUSY_MACHINE);
    }
}
