import { replyFlat, type SimulatedAnswer } from "../answer.ts";
import type { Call, Handlers } from "../call.ts";
import type { User } from "../store/customers.ts";

/** No envelope here: the fields are next to `success`. */
export const myHandlers: Handlers = {
  "GET /my/account": showAccount,
  "GET /my/invoices": () => replyFlat({ invoices: [invoice] }),
};

function showAccount({ store }: Call): SimulatedAnswer {
  const { profile, users } = store.customer;
  const customer = Object.entries(profile).filter(([, value]) => typeof value === "string");
  return replyFlat({
    ...Object.fromEntries(customer),
    cust_address2: "",
    cust_province: "",
    cust_contacts: users.map(showUser),
  });
}

function showUser({ contact_id, contact_name, contact_username, contact_access_level }: User): object {
  return {
    contact_id,
    contact_name,
    contact_email: contact_username,
    contact_phone: "",
    contact_address: "",
    contact_zip: "0123",
    contact_city: "Oslo",
    contact_username,
    contact_admin: contact_access_level === "admin" ? "1" : "0",
  };
}

const invoice = {
  inv_id: "2001",
  order_id: "1",
  order_number: "100001",
  inv_md5: "d41d8cd98f00b204e9800998ecf8427e",
  inv_filename: "Invoice_2001.pdf",
  inv_number: "2001",
  inv_date: "1463004000",
  inv_duedate: "1463868000",
  inv_paid: "1",
  inv_total: "3240.00",
  inv_vat: 810,
  inv_total_vat: 4050,
};
