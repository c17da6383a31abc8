import { randomBytes } from "node:crypto";
import type { Clock } from "../../platform/clock.ts";

/** One customer with one user. */
export interface Account {
  readonly custId: string;
  readonly username: string;
  password: string;
  /** The current code of the second factor, six digits as a string; null without one. */
  twoFactorCode: string | null;
  /** The language of the server's messages. */
  language: "en" | "no";
  readonly partner: boolean;
}

export type AccountSeed = Pick<Account, "username" | "password"> & Partial<Account>;

export interface SectionPermission {
  readonly mode: "r" | "rw";
  readonly all?: boolean;
  readonly ids?: readonly (number | string)[];
}

/** By section: dns, servers, webhosting, racks, support, billing, account. A section that isn't listed is closed. */
export type Permissions = Readonly<Record<string, SectionPermission>>;

export interface ApiKey {
  readonly id: string;
  readonly custId: string;
  secret: string;
  label: string;
  permissions: Permissions;
  readonly createdAt: number;
  /** Unix seconds; null: never. */
  expiresAt: number | null;
  lastUsedAt: number | null;
  lastUsedIp: string | null;
  revokedAt: number | null;
  readonly log: ApiKeyUse[];
}

export interface ApiKeyUse {
  readonly timestamp: number;
  readonly ip: string;
  readonly method: string;
  readonly path: string;
  readonly code: number;
}

export interface ApiKeySeed {
  readonly secret: string;
  readonly label?: string;
  readonly custId?: string;
  /** By default everything, read and write. */
  readonly permissions?: Permissions;
  readonly expiresAt?: number;
}

interface Session {
  readonly account: Account;
  readonly expiresMs: number;
}

const allPermissions: Permissions = {
  dns: { mode: "rw", all: true },
  servers: { mode: "rw", all: true },
  webhosting: { mode: "rw", all: true },
  racks: { mode: "rw" },
  support: { mode: "rw" },
  billing: { mode: "rw" },
  account: { mode: "rw" },
};

/** Who has access: users with passwords, API keys, session tokens. */
export class Accounts {
  readonly list: Account[] = [];
  readonly apiKeys: ApiKey[] = [];
  readonly #sessions = new Map<string, Session>();
  readonly #clock: Clock;
  #nextKeyId = 1;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(seed: AccountSeed): Account {
    const custId = seed.custId ?? String(1111 + this.list.length);
    const account: Account = { twoFactorCode: null, language: "en", partner: true, ...seed, custId };
    this.list.push(account);
    return account;
  }

  addApiKey(seed: ApiKeySeed & { readonly custId: string }): ApiKey {
    const key: ApiKey = {
      id: String(this.#nextKeyId++),
      custId: seed.custId,
      secret: seed.secret,
      label: seed.label ?? "unnamed",
      permissions: seed.permissions ?? allPermissions,
      createdAt: this.#nowS(),
      expiresAt: seed.expiresAt ?? null,
      lastUsedAt: null,
      lastUsedIp: null,
      revokedAt: null,
      log: [],
    };
    this.apiKeys.push(key);
    return key;
  }

  byPassword(username: string, password: string): Account | null {
    return this.list.find((account) => account.username === username && account.password === password) ?? null;
  }

  byCustomer(custId: string): Account | null {
    return this.list.find((account) => account.custId === custId) ?? null;
  }

  /** The key, if valid: neither revoked nor expired. */
  bySecret(secret: string): ApiKey | null {
    const key = this.apiKeys.find((each) => each.secret === secret && each.revokedAt === null);
    return key && (key.expiresAt === null || key.expiresAt > this.#nowS()) ? key : null;
  }

  openSession(account: Account, lifetimeS: number): { readonly token: string; readonly expiresS: number } {
    const token = randomBytes(20).toString("hex");
    const expiresMs = this.#clock.wallMs() + lifetimeS * 1000;
    this.#sessions.set(token, { account, expiresMs });
    return { token, expiresS: Math.floor(expiresMs / 1000) };
  }

  byToken(token: string): Account | null {
    const session = this.#sessions.get(token);
    return session && session.expiresMs > this.#clock.wallMs() ? session.account : null;
  }

  /** Ends every session, as the server may do at any time. */
  endSessions(): void {
    this.#sessions.clear();
  }

  #nowS(): number {
    return Math.floor(this.#clock.wallMs() / 1000);
  }
}

export function newSecret(): string {
  return `flux_live_${randomBytes(32).toString("hex")}`;
}
