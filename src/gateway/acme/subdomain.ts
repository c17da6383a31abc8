import { createHash } from "node:crypto";

/** Which of a client's names an acme-dns client means: a label as acme-dns makes them, the same after every restart. */
export function subdomainOf(client: string, host: string): string {
  const hex = createHash("sha256").update(`${client} ${host}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/** The account that acme-dns clients keep in their file, by host. */
export interface AcmeDnsAccount {
  readonly username: string;
  readonly password: string;
  readonly fulldomain: string;
  readonly subdomain: string;
  readonly allowfrom: readonly string[];
}

/** One entry for each host. */
export function listAcmeDnsAccounts(
  client: { readonly name: string; readonly acme: readonly string[] },
  password: string,
): Readonly<Record<string, AcmeDnsAccount>> {
  return Object.fromEntries(
    client.acme.map((host) => [
      host,
      {
        username: client.name,
        password,
        fulldomain: `_acme-challenge.${host}`,
        subdomain: subdomainOf(client.name, host),
        allowfrom: [],
      },
    ]),
  );
}
