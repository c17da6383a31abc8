/** What `/account` and `/my` say about the customer, in the form that the API shows; tests may edit it. */
export interface CustomerData {
  readonly profile: Record<string, unknown>;
  readonly users: User[];
  readonly sshKeys: SshKey[];
  readonly passkeys: Passkey[];
  readonly clients: Client[];
  readonly dpas: Dpa[];
  /** For user contacts: the servers that they may see. */
  readonly assignments: Assignment[];
}

export interface User {
  readonly contact_id: string;
  contact_name: string;
  contact_username: string;
  contact_access_level: string;
  contact_active: string;
  contact_2fa: string;
}

export interface SshKey {
  readonly key_id: string;
  readonly key_name: string;
  readonly key_added: string;
  readonly key_data: string;
}

export interface Passkey {
  readonly passkey_id: string;
  readonly passkey_name: string;
  readonly created_at: string;
  readonly last_used: string;
}

/** A sub-client; its fields are the API's. */
export type Client = { readonly client_id: string } & Record<string, unknown>;

export interface Dpa {
  readonly dpa_id: string;
  readonly dpa_signed_by: string;
  readonly dpa_signed_ip: string;
  readonly dpa_signed_at: string;
  readonly dpa_data_types: readonly unknown[];
  readonly dpa_affected_groups: readonly unknown[];
  dpa_revoked: string;
}

/** A server, domain or web hosting to which a user or sub-client has access. */
export interface Assignment {
  readonly id: string;
  readonly holder: "user" | "client";
  readonly holderId: string;
  readonly kind: "server" | "domain" | "webhosting";
  readonly resourceId: string;
}

export function createCustomerData(username: string): CustomerData {
  return {
    profile: {
      cust_id: "1111",
      cust_name: "Example AS",
      cust_address: "Exampleveien 1",
      cust_zipcode: "0123",
      cust_city: "Oslo",
      cust_country: "Norway",
      cust_phone: "+47 00000000",
      cust_email: username,
      cust_company_no: "999999999",
      cust_billing_email: "billing@example.no",
      cust_newsletter: false,
      cust_incident: true,
      cust_bandwidth_notification: true,
      cust_email_on_login: false,
      cust_notify_service_renewal: true,
      cust_partner: "1",
    },
    users: [user("5", "Ola Nordmann", username, "admin"), user("6", "Kari Nordmann", "kari@example.no", "user")],
    sshKeys: [
      { key_id: "1", key_name: "laptop", key_added: "1700000000", key_data: "ssh-ed25519 AAAAC3Nz ola@laptop" },
    ],
    passkeys: [{ passkey_id: "1", passkey_name: "YubiKey", created_at: "1700000000", last_used: "1712000000" }],
    clients: [client()],
    dpas: [dpa()],
    assignments: [],
  };
}

function user(id: string, name: string, username: string, level: string): User {
  const flags = { contact_active: "1", contact_2fa: "0" };
  return { contact_id: id, contact_name: name, contact_username: username, contact_access_level: level, ...flags };
}

function client(): Client {
  return {
    client_id: "10",
    client_username: "GH-10010",
    client_name: "Acme AS",
    client_email: "post@acme.example",
    client_company_name: "Acme AS",
    client_company_no: "999999999",
    client_country: "Norway",
    client_active: "1",
    client_login_enabled: "1",
    client_invoice_direct: "0",
    client_billing_ehf: "0",
    client_2fa: "0",
    client_created: "1710000000",
  };
}

function dpa(): Dpa {
  return {
    dpa_id: "1",
    dpa_signed_by: "Ola Nordmann",
    dpa_signed_ip: "192.0.2.1",
    dpa_signed_at: "1700000000",
    dpa_data_types: ["personal", "financial"],
    dpa_affected_groups: ["employees", "customers"],
    dpa_revoked: "0",
  };
}

/** The next free number as a string, as in the older sections. */
export function nextId(ids: readonly string[]): string {
  return String(Math.max(0, ...ids.map(Number)) + 1);
}
