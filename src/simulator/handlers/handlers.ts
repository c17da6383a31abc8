import type { Handlers } from "../call.ts";
import { accountHandlers } from "./account/account.ts";
import { apiKeyHandlers } from "./account/api-keys.ts";
import { clientHandlers } from "./account/clients.ts";
import { credentialHandlers } from "./account/credentials.ts";
import { dpaHandlers } from "./account/dpa.ts";
import { userHandlers } from "./account/users.ts";
import { authenticateHandlers } from "./authenticate.ts";
import { bgpHandlers } from "./bgp.ts";
import { billingHandlers } from "./billing.ts";
import { deployHandlers } from "./deploy.ts";
import { dnssecHandlers } from "./dns/dnssec.ts";
import { domainHandlers } from "./dns/domains.ts";
import { dyndnsHandlers } from "./dns/dyndns.ts";
import { recordHandlers } from "./dns/records.ts";
import { redirectHandlers } from "./dns/redirects.ts";
import { zoneHandlers } from "./dns/zones.ts";
import { myHandlers } from "./my.ts";
import { graphHandlers } from "./servers/graphs.ts";
import { installationHandlers } from "./servers/installation.ts";
import { networkHandlers } from "./servers/network.ts";
import { serverHandlers } from "./servers/servers.ts";
import { snapshotHandlers } from "./servers/snapshots.ts";
import { applicationHandlers } from "./webhosting/applications.ts";
import { databaseHandlers } from "./webhosting/databases.ts";
import { fileHandlers } from "./webhosting/files.ts";
import { hostingHandlers } from "./webhosting/hosting.ts";
import { mailHandlers } from "./webhosting/mail.ts";
import { siteHandlers } from "./webhosting/site.ts";

/** What each operation of the API does here. */
export const handlers: Handlers = {
  ...authenticateHandlers,
  ...dyndnsHandlers,
  ...zoneHandlers,
  ...recordHandlers,
  ...domainHandlers,
  ...dnssecHandlers,
  ...redirectHandlers,
  ...accountHandlers,
  ...userHandlers,
  ...credentialHandlers,
  ...apiKeyHandlers,
  ...clientHandlers,
  ...dpaHandlers,
  ...serverHandlers,
  ...snapshotHandlers,
  ...graphHandlers,
  ...installationHandlers,
  ...networkHandlers,
  ...bgpHandlers,
  ...deployHandlers,
  ...myHandlers,
  ...billingHandlers,
  ...hostingHandlers,
  ...mailHandlers,
  ...databaseHandlers,
  ...fileHandlers,
  ...applicationHandlers,
  ...siteHandlers,
};
