import { body, data, path, section } from "../../operation.ts";
import { flag, id, listOf, moment, nothing, shape, text, undocumented } from "../../values/answer-values.ts";
import { listOf as givenList, plainWords, id as someId } from "../../values/request-values.ts";

const agreementId = path(someId, "Id of the agreement, `dpa_id` in `list`.");

/** Data processing agreements. */
export const accountDpa = section({
  /** Lists the signed agreements, revoked ones too; times in seconds since 1970. Reference line 1311. */
  list: {
    method: "GET",
    path: "/account/dpa",
    summary: "List the data processing agreements",
    description: "Includes revoked ones.",
    parameters: {},
    answer: data(
      listOf(
        shape({
          dpa_id: id,
          dpa_signed_by: text,
          dpa_signed_ip: text,
          dpa_signed_at: moment,
          dpa_data_types: listOf(text),
          dpa_affected_groups: listOf(text),
          dpa_revoked: flag,
        }),
      ),
    ),
    line: 1311,
  },

  /** Gets a signed agreement as a PDF: `data` of the answer is the file in base64. Reference line 1325. */
  get: {
    method: "GET",
    path: "/account/dpa/{id}",
    summary: "Get a signed agreement as a PDF",
    description: "`data` of the answer is the PDF in base64, `filename` its name.",
    parameters: { id: agreementId },
    answer: data(shape({ filename: text, data: text })),
    line: 1325,
  },

  /** Signs a new agreement in one's own name; the address one signs from is kept. Reference line 1339. */
  create: {
    method: "POST",
    path: "/account/dpa",
    summary: "Sign a new data processing agreement",
    description:
      "Signs a contract in the name of the logged-in user; the address it is signed from is stored. HTML " +
      "characters are refused.",
    parameters: {
      data_types: body(givenList(plainWords), "Kinds of personal data, `personal`, `financial` …"),
      affected_groups: body(givenList(plainWords), "Whose data it is, `employees`, `customers` …"),
    },
    answer: data(undocumented),
    confirm: { because: "is hard to undo" },
    status: 201,
    line: 1339,
  },

  /** Revokes an agreement; it stays in the list. Reference line 1353. */
  revoke: {
    method: "DELETE",
    path: "/account/dpa/{id}",
    summary: "Revoke a data processing agreement",
    description: "It remains in the list, marked as revoked.",
    parameters: { id: agreementId },
    answer: data(nothing),
    confirm: { because: "destroys", type: "id" },
    line: 1353,
  },
});
