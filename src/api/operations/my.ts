import { flat, section } from "../operation.ts";
import { flag, id, listOf, moment, numeric, perhaps, shape, text, textOrNull } from "../values/answer-values.ts";

const contact = shape({
  contact_id: id,
  contact_name: text,
  contact_email: text,
  contact_phone: text,
  contact_address: text,
  contact_zip: text,
  contact_city: text,
  contact_username: text,
  /** Where the newer section has `contact_access_level`. */
  contact_admin: flag,
  /** The seed of the second factor: a secret. */
  contact_2fa_secret: perhaps(textOrNull),
});

const invoice = shape({
  inv_id: id,
  order_id: id,
  order_number: id,
  inv_md5: text,
  inv_filename: text,
  inv_number: id,
  inv_date: moment,
  inv_duedate: moment,
  inv_paid: flag,
  /** Without VAT, in the invoice's currency. */
  inv_total: numeric,
  inv_vat: numeric,
  inv_total_vat: numeric,
});

/** The older way to read one's account; new programs use the section `account`. API keys are refused with 403. */
export const my = section({
  /** Gets the account with its contacts, the older way. Not with an API key. Reference line 1696. */
  getAccount: {
    method: "GET",
    path: "/my/account",
    summary: "Get the account with its contacts (the older operation)",
    description: "Refused with 403 for an API key. `account.get` is the newer one.",
    parameters: {},
    answer: flat(
      shape({
        success: flag,
        cust_id: id,
        cust_name: text,
        cust_company_no: text,
        cust_address: text,
        cust_address2: text,
        cust_province: text,
        cust_zipcode: text,
        cust_city: text,
        cust_country: text,
        cust_phone: text,
        cust_email: text,
        cust_billing_email: text,
        cust_contacts: listOf(contact),
      }),
    ),
    secrets: ["contact_2fa_secret", "api_key"],
    line: 1696,
  },

  /**
   * Lists the invoices; amounts as numbers or strings, dates in seconds since 1970. Not with an API key. Reference
   * line 1708.
   */
  listInvoices: {
    method: "GET",
    path: "/my/invoices",
    summary: "List the invoices",
    description: "Refused with 403 for an API key.",
    parameters: {},
    answer: { ...flat(shape({ success: flag, invoices: listOf(invoice) })), list: "invoices" },
    secrets: ["inv_md5"],
    line: 1708,
  },
});
