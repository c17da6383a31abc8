import { reply, type SimulatedAnswer } from "../answer.ts";
import type { Handlers } from "../call.ts";

/** Undocumented; accepts an API key, where `/my/invoices` doesn't. */
export const billingHandlers: Handlers = { "GET /billing": showBilling };

/** The same amounts are text on one invoice and numbers on the next. */
function showBilling(): SimulatedAnswer {
  return reply({
    credit: "0.00",
    currency: "NOK",
    invoices: [
      invoice("2001", { inv_paid: "1", inv_total: "3240.00", inv_vat: "810.00", inv_total_vat: "4050.00" }),
      invoice("2002", { inv_paid: "0", inv_total: 89, inv_vat: 22.25, inv_total_vat: 111.25 }),
    ],
  });
}

function invoice(number: string, money: object): object {
  const dates = { inv_date: "1463004000", inv_duedate: "1463868000" };
  return {
    inv_id: number,
    order_id: "1",
    inv_number: number,
    inv_filename: `Invoice_${number}.pdf`,
    ...dates,
    ...money,
  };
}
