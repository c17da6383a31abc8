import type { SectionName } from "./index.ts";

/** The names of every section's operations: a client lists them before any section is loaded. A test holds them to the table. */
export const operationNames: Readonly<Record<SectionName, readonly string[]>> = {
  authentication: "logIn".split(" "),
  account:
    "get listActivity update updateNotifications changePassword changeEmail validateEmail setTwoFactor setLanguage resetPassword topUp close".split(
      " ",
    ),
  "account.users": "get create update delete assignServer unassignServer".split(" "),
  "account.sshkeys": "create delete".split(" "),
  "account.passkeys": "register delete".split(" "),
  "account.apikeys": "list get listRequests create rotate update delete".split(" "),
  "account.clients":
    "list get create update sendLogin delete assignServer unassignServer assignDomain unassignDomain assignWebhosting unassignWebhosting".split(
      " ",
    ),
  "account.dpa": "list get create revoke".split(" "),
  billing: "get".split(" "),
  bgp: "getOverview submitAsn createSession deleteSession".split(" "),
  deploy: "getCatalog getStatus listIsos getWaitlist cancelWaitlist orderServers".split(" "),
  dns: "listZones createZone deleteZone createPtrZone listRecords createRecord updateRecord deleteRecord lookUpOrganization checkDomain getRegistrant registerDomain changeRegistrant setAutoRenew setNameservers setRegistrantEmail getDsRecords getExternalDsRecords submitExternalDsRecords setDnssec listRedirects createRedirect updateRedirect deleteRedirect updateDyndns deleteRrset".split(
    " ",
  ),
  my: "getAccount listInvoices".split(" "),
  servers: "list get rename openConsole getPowerState reboot powerOn powerOff listUpgrades upgrade cancel".split(" "),
  "servers.installation": "listDistributions listOperatingSystems reinstall listIsos mountIso".split(" "),
  "servers.network": "getTrafficGraphs getPacketGraphs setReverse orderIpv4 moveIpv4".split(" "),
  "servers.snapshots": "list create delete".split(" "),
  webhosting: "list get order upgrade cancel getStats listDomains".split(" "),
  "webhosting.apps":
    "list listAvailable install update uninstall listBackups listBackupLocations backUpOrRestore downloadBackup deleteBackup".split(
      " ",
    ),
  "webhosting.autoresponders": "list get create update delete".split(" "),
  "webhosting.backups": "list backUpOrRestore delete".split(" "),
  "webhosting.databases": "list create setPassword delete".split(" "),
  "webhosting.email":
    "list create setPassword setQuota delete getCatchAll setCatchAll getDkim setDkim getSpamFilter updateSpamFilter".split(
      " ",
    ),
  "webhosting.files": "getTree list read download save rename createFolder createFile delete upload".split(" "),
  "webhosting.forwarders": "list create update delete".split(" "),
  "webhosting.ftp": "list create setPassword delete".split(" "),
  "webhosting.ssl": "get request delete".split(" "),
  "webhosting.subdomains": "create delete".split(" "),
};
