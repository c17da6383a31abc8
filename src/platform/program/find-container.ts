import { existsSync } from "node:fs";

/** Which kind of container this process runs in, as people call it; null: in none, as far as can be told. */
export function findContainer(
  environment: NodeJS.ProcessEnv,
  exists: (path: string) => boolean = existsSync,
): string | null {
  if (environment.KUBERNETES_SERVICE_HOST) return "Kubernetes";
  if (exists("/.dockerenv")) return "Docker";
  if (environment.container) return environment.container;
  return exists("/run/.containerenv") ? "podman" : null;
}
