import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { deployDir, type Manifest, readManifests, readYaml, splitObjects } from "./read-manifests.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folders = ["kubernetes/daemon", "kubernetes/gateway"];

const canKustomize = (() => {
  try {
    execFileSync("kubectl", ["kustomize", `${deployDir}/kubernetes/daemon`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

const kustomize = (folder: string) => execFileSync("kubectl", ["kustomize", `${deployDir}/${folder}`]).toString();

const written = folders.flatMap(readManifests);
const [deployment] = written.filter(({ kind }) => kind === "Deployment").map(({ object }) => object);
const [container] = deployment.spec.template.spec.containers;

describe("the manifests", () => {
  it("are of the kinds that a daemon, a gateway and their election need", () => {
    expect(written.map(({ kind }) => kind).sort()).toEqual([
      ...["Deployment", "NetworkPolicy", "PodDisruptionBudget", "Role", "RoleBinding", "Service", "ServiceAccount"],
    ]);
  });

  it.each(written)("$kind fits the schema of its kind", async ({ apiVersion, kind, object }) => {
    expect(await findSchemaFault(apiVersion, kind, object)).toBeNull();
  });

  it("have no field that their kinds don't know", () => {
    expect(findUnknownFields(written)).toBe("");
  });

  it("would be refused for a field that their kind doesn't know", () => {
    const wrong = structuredClone(written.filter(({ kind }) => kind === "Deployment"));
    wrong[0]?.object.spec.template.spec.containers[0].ports.push({ containerport: 1 });
    expect(findUnknownFields(wrong)).toContain("containerport");
  });

  it("run as the Pod Security Standard `restricted` wants it", () => {
    const { securityContext } = deployment.spec.template.spec;
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(deployment.spec.template.spec.volumes.map((volume: object) => Object.keys(volume)[1]).sort()).toEqual([
      "configMap",
      "emptyDir",
    ]);
  });

  it("let a follower be unavailable, so that neither an update nor a drained node waits for ever", () => {
    expect(deployment.spec.strategy.rollingUpdate.maxUnavailable).toBe(1);
    const [budget] = written.filter(({ kind }) => kind === "PodDisruptionBudget");
    expect(budget?.object.spec.maxUnavailable).toBe(1);
  });

  it("hold no secret", () => {
    expect(JSON.stringify(written)).not.toContain("flux_live_");
    expect(container.env).toContainEqual({
      name: "GIGAHOST_API_KEY",
      valueFrom: { secretKeyRef: { name: "gigahost", key: "api_key" } },
    });
  });

  it.each(folders)("of %s name each of their own files", (folder) => {
    const files = readdirSync(`${deployDir}/${folder}`).filter((file) => file !== "kustomization.yaml");
    const named = JSON.stringify(readYaml(`${folder}/kustomization.yaml`));
    expect(files.filter((file) => !named.includes(`"${file}"`))).toEqual([]);
  });

  describe.runIf(canKustomize).each(folders)("of %s, put together by kubectl", (folder) => {
    const built = canKustomize ? splitObjects(kustomize(folder), folder) : [];

    it.each(built)("$kind fits its schema", async ({ apiVersion, kind, object }) => {
      expect(await findSchemaFault(apiVersion, kind, object)).toBeNull();
    });

    it("mount the map that is made, and let the Lease that the configuration names be renewed", () => {
      const only = (wanted: string) => built.find(({ kind }) => kind === wanted)?.object;
      const { volumes } = only("Deployment").spec.template.spec;
      const mounted = volumes.find(({ name }: { name: string }) => name === "config").configMap.name;
      expect(mounted).toBe(only("ConfigMap").metadata.name);
      expect(mounted).toMatch(/^gigahost-ddns-config-\w+$/);
      const { lease } = readYaml(`${folder}/config.yaml`).leadership;
      expect(only("Role").rules[1].resourceNames).toEqual([lease]);
    });
  });
});

describe("the values for the chart of external-dns", () => {
  const values = readYaml("external-dns/values.yaml");

  it("name keys that the chart has", () => {
    const known = ["provider", "txtOwnerId", "txtPrefix", "policy", "interval", "extraArgs"];
    expect(Object.keys(values)).toEqual(known);
    const ofWebhook = ["image", "env", "args", "extraVolumeMounts", "resources", "securityContext", "livenessProbe"];
    expect(Object.keys(values.provider.webhook).filter((key) => !ofWebhook.includes(key))).toEqual([]);
  });

  it("are those of the page", () => {
    const page = readFileSync(join(root, "docs/external-dns.md"), "utf8");
    const shown = parse(/```yaml\n# values.yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
    const { securityContext: _, resources: __, ...webhook } = values.provider.webhook;
    expect(shown).toEqual({ ...values, provider: { ...values.provider, webhook } });
  });
});

/** What the schema of the kind, as Kubernetes publishes it, says against it. */
async function findSchemaFault(apiVersion: string, kind: string, object: object): Promise<string | null> {
  const models = await import(/* @vite-ignore */ import.meta.resolve(`kubernetes-models/${apiVersion}`));
  try {
    new models[kind](object).validate();
    return null;
  } catch (error) {
    return String(error);
  }
}

/** What TypeScript says of them as values of their types, which refuse what the schemas let pass: unknown fields. */
function findUnknownFields(manifests: readonly Manifest[]): string {
  const dir = mkdtempSync(join(root, "node_modules/manifests-"));
  try {
    const lines = manifests.map(
      ({ apiVersion, kind, object }, at) =>
        `export const manifest${at}: import("kubernetes-models/${apiVersion}").I${kind} = ${JSON.stringify(object)};`,
    );
    writeFileSync(join(dir, "manifests.ts"), lines.join("\n"));
    const flags = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--ignoreConfig"];
    execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...flags, "manifests.ts"], {
      cwd: dir,
      stdio: "pipe",
    });
    return "";
  } catch (error) {
    return String((error as { stdout?: Buffer }).stdout); // what tsc found stands in its output
  } finally {
    rmSync(dir, { recursive: true });
  }
}
