import type { Confirmation } from "../../../api/operation.ts";

/** Why an operation asks first, to go after `it` or `this`. */
export const explainBecause = ({ because }: Confirmation): string =>
  ({
    destroys: "destroys what it is about",
    interrupts: "interrupts a service",
    "costs money": "costs money",
    "is hard to undo": "is hard to undo",
  })[because];
