import { data, path, query, section } from "../../operation.ts";
import { nothing } from "../../values/answer-values.ts";
import { id, words } from "../../values/request-values.ts";

/** Operations of the section `dns` that are another use of an endpoint, and so not in the table of endpoints. */
export const dnsVariants = section({
  /**
   * Deletes every record of a name and type: `deleteRecord` without `value`. `record_id` is that of any of them; the
   * server ignores it. Reference line 384.
   */
  deleteRrset: {
    method: "DELETE",
    path: "/dns/zones/{zone_id}/records/{record_id}",
    summary: "Delete all records of a name and type",
    description: "Deletes all of them at once, whatever their values.",
    parameters: {
      zone_id: path(id, "Id of the zone, as `listZones` gives it."),
      record_id: path(id, "Id of any of the records, as `listRecords` gives it now."),
      name: query(words, "Name relative to the zone, `@` for the zone itself."),
      type: query(words, "Type of the records."),
    },
    answer: data(nothing),
    confirm: { because: "destroys", type: "name" },
    line: 384,
  },
});
