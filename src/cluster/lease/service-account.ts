import { readFile } from "node:fs/promises";

/** Where Kubernetes mounts a pod's identity. */
const defaultDir = "/var/run/secrets/kubernetes.io/serviceaccount";

/** How the cluster's API is reached from a pod. */
export interface ServiceAccount {
  readonly origin: string;
  readonly namespace: string;
  /** PEM. */
  readonly ca: string;
  /** Read again each time: it is replaced every hour or so. */
  token(): Promise<string>;
}

/** Null if this is not a pod, or one without a service account. `dir` is for tests. */
export async function findServiceAccount(
  environment: NodeJS.ProcessEnv,
  dir: string = defaultDir,
): Promise<ServiceAccount | null> {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = "443" } = environment;
  if (!host) return null;
  const read = async (name: string) => (await readFile(`${dir}/${name}`, "utf8")).trim();
  try {
    const [ca, namespace] = await Promise.all([read("ca.crt"), read("namespace"), read("token")]);
    return {
      origin: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
      namespace,
      ca,
      token: () => read("token"),
    };
  } catch {
    return null;
  }
}
