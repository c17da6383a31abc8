import { data, section } from "../operation.ts";
import { flag, id, listOf, moment, numeric, perhaps, shape, text, textOrNull } from "../values/answer-values.ts";

const invoice = shape({
  inv_id: id,
  order_id: perhaps(id),
  inv_number: id,
  inv_filename: perhaps(textOrNull),
  inv_date: moment,
  inv_duedate: moment,
  inv_paid: flag,
  /** Without VAT; a number on one invoice and text on the next. */
  inv_total: numeric,
  inv_vat: numeric,
  inv_total_vat: numeric,
});

/** Credit and invoices. */
export const billing = section({
  /**
   * Gets the credit and the invoices, also with an API key. Not in the vendor's document; seen to work in 2026. Amounts
   * come as numbers or text.
   */
  get: {
    method: "GET",
    path: "/billing",
    summary: "Get credit and invoices (undocumented)",
    description: "Not in the vendor's document, but known to work. Accepts an API key, unlike `my.listInvoices`.",
    parameters: {},
    answer: data(shape({ credit: perhaps(numeric), currency: perhaps(text), invoices: listOf(invoice) })),
    line: null,
  },
});
