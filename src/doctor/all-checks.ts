import { credentialCheck } from "./account/credential.ts";
import { hostnamesCheck } from "./account/hostnames.ts";
import { permissionsCheck } from "./account/permissions.ts";
import type { Check } from "./check.ts";
import { delegationCheck } from "./dns/delegation.ts";
import { interceptionCheck } from "./dns/interception.ts";
import { otherUpdaterCheck } from "./dns/other-updater.ts";
import { recordsCheck } from "./dns/records.ts";
import { resolverCheck } from "./dns/resolver.ts";
import { zoneCheck } from "./dns/zone.ts";
import { configurationCheck } from "./machine/configuration.ts";
import { daemonCheck } from "./machine/daemon.ts";
import { newerConfigurationCheck } from "./machine/newer-configuration.ts";
import { secretFilesCheck } from "./machine/secret-files.ts";
import { stateDirectoryCheck } from "./machine/state-directory.ts";
import { systemCheck } from "./machine/system.ts";
import { unitCheck } from "./machine/unit.ts";
import { addressCheck } from "./network/address.ts";
import { cgnatCheck } from "./network/cgnat.ts";
import { clockCheck } from "./network/clock.ts";
import { containerCheck } from "./network/container.ts";
import { ipv6Check } from "./network/ipv6.ts";
import { proxyCheck } from "./network/proxy.ts";
import { sourcesCheck } from "./network/sources.ts";
import { tlsCheck } from "./network/tls.ts";

/** In the order of the report: what runs here, the account, the addresses, DNS. */
export const allChecks: readonly Check[] = [
  systemCheck,
  configurationCheck,
  secretFilesCheck,
  stateDirectoryCheck,
  unitCheck,
  daemonCheck,
  newerConfigurationCheck,
  resolverCheck,
  proxyCheck,
  tlsCheck,
  clockCheck,
  credentialCheck,
  permissionsCheck,
  sourcesCheck,
  addressCheck,
  cgnatCheck,
  ipv6Check,
  containerCheck,
  zoneCheck,
  delegationCheck,
  interceptionCheck,
  hostnamesCheck,
  recordsCheck,
  otherUpdaterCheck,
];
