package org.broadsheet.notify;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.StageLoop;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.role.BuiltRole;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.notify.deliver.AttemptClient;
import org.broadsheet.notify.deliver.DeliverStage;
import org.broadsheet.notify.dispatch.DispatchStage;
import org.broadsheet.notify.secret.SecretBox;
import org.broadsheet.notify.secret.SecretKeys;
import org.broadsheet.notify.syndicate.FeedsStage;
import org.broadsheet.notify.target.TargetRules;
import org.broadsheet.notify.webhook.DeliveryRoutes;
import org.broadsheet.notify.webhook.Endpoints;
import org.broadsheet.notify.webhook.WebhookRoutes;

/** The role that tells the world: feeds in the site store, events to webhooks. */
public final class NotifyRole {
    private NotifyRole() {}

    /** Fails with a {@link org.broadsheet.common.lifecycle.StartFailure} when keys or the allow-list are not as they must be. */
    public static BuiltRole build(RoleContext context) throws IOException {
        Configuration configuration = context.configuration();
        List<SiteId> sites =
                context.sites().stream().map(RoleContext.OfSite::id).toList();
        SecureRandom random = new SecureRandom();
        Path keys = configuration.data().resolve("secret-keys");
        SecretBox secrets = new SecretBox(SecretKeys.of(configuration.webhooks().secretKeys(), keys, random), random);
        TargetRules targets = new TargetRules(configuration.webhooks().allow());
        Endpoints endpoints = new Endpoints(context.log(), sites.getFirst(), context.clock());
        AttemptClient client =
                new AttemptClient(configuration.webhooks(), targets, InetAddress::getAllByName, context.clock());

        DispatchStage dispatch = new DispatchStage(sites, context.log(), endpoints, context.clock());
        DeliverStage deliver = new DeliverStage(
                sites, configuration.webhooks(), context.log(), endpoints, secrets, client, context.clock(), random);

        Configuration.Kafka kafka = configuration.kafka();
        WebhookRoutes webhooks = new WebhookRoutes(
                sites, configuration.webhooks(), context.log(), endpoints, secrets, targets, context.clock(), random);
        return new BuiltRole(
                "notify",
                List.of(
                        client,
                        context.loop(Role.NOTIFY, context.each(site -> feeds(context, site))),
                        new StageLoop(context.log(), dispatch, kafka),
                        new StageLoop(context.log(), deliver, kafka)),
                Stream.concat(webhooks.routes().stream(), new DeliveryRoutes(context.log()).routes().stream())
                        .toList());
    }

    private static FeedsStage feeds(RoleContext context, RoleContext.OfSite site) {
        return new FeedsStage(
                context.address(site),
                context.configuration().feeds().items(),
                context.log(),
                site.store(),
                site.work(),
                context.clock(),
                context.snapshots("feeds", site));
    }
}
