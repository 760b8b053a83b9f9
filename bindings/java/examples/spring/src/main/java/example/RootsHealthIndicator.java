// SPDX-License-Identifier: Apache-2.0
package example;

import org.libchain.ChainReady;
import org.libchain.Report;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** /actuator/health/roots: will this JVM still reach the servers it calls? What breaks later is up, today. */
@Component
class RootsHealthIndicator implements HealthIndicator {
    @Override
    public Health health() {
        Report report = ChainReady.ready();
        Health.Builder health = switch (report.verdict()) {
            case BROKEN -> Health.down();
            case UNKNOWN -> Health.unknown();
            default -> Health.up();
        };
        report.breaksAt().ifPresent(date -> health.withDetail("breaksAt", date));
        return health.withDetail("verdict", report.verdict()).withDetail("summary", report.summary()).build();
    }
}
