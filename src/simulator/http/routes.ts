import { handlers } from "../handlers/handlers.ts";
import type { Route } from "./router.ts";

/** Every route of the simulator. */
export const routes: readonly Route[] = Object.keys(handlers).map((key) => {
  const [method = "", path = ""] = key.split(" ");
  return { method, path };
});
