/** What `http.public` may open to everybody. */
export const publicParts = ["healthz", "status", "events", "metrics", "page"] as const;
export type PublicPart = (typeof publicParts)[number];
