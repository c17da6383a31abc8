import { describe, expect, it } from "vitest";
import { describeConfig } from "../../src/config/describe-config.ts";
import { findProblems, loadText, withKeys } from "./load-text.ts";

const proxyOf = async (environment: NodeJS.ProcessEnv, account = "") => {
  const yaml = `account: { api_key: flux_live_0${account} }\nhostnames: [home.example.no]`;
  return (await loadText(yaml, { environment })).config.account.proxy;
};

describe("the proxy for the API", () => {
  it.each([
    [{}, null],
    [{ HTTPS_PROXY: "http://proxy.lan:3128" }, "http://proxy.lan:3128"],
    [{ https_proxy: "http://small.lan:1", HTTPS_PROXY: "http://large.lan:1" }, "http://small.lan:1"],
    [{ HTTPS_PROXY: "proxy.lan:3128" }, "http://proxy.lan:3128"],
    [{ HTTP_PROXY: "http://proxy.lan:3128" }, null],
    [{ HTTPS_PROXY: "" }, null],
    [{ HTTPS_PROXY: "http://p:1", NO_PROXY: "*" }, null],
    [{ HTTPS_PROXY: "http://p:1", NO_PROXY: "localhost, .gigahost.no" }, null],
    [{ HTTPS_PROXY: "http://p:1", no_proxy: "api.gigahost.no:443" }, null],
    [{ HTTPS_PROXY: "http://p:1", NO_PROXY: "api.gigahost.no:8443,ahost.no,example.no" }, "http://p:1"],
  ])("by %j is %s", async (environment, proxy) => {
    expect(await proxyOf(environment)).toBe(proxy);
  });

  it.each([
    ["10.1.2.3", "10.0.0.0/8", null],
    ["10.1.2.3", "192.168.0.0/16,10.1.2.3", null],
    ["11.1.2.3", "10.0.0.0/8", "http://p:1"],
    ["[2001:db8::1]", "2001:db8::/32", null],
    ["[2001:db8::1]", "2001:0db8::0001", null],
    ["[2001:db8::1]", "10.0.0.0/8", "http://p:1"],
  ])("to %s with NO_PROXY=%s is %s", async (host, networks, proxy) => {
    const environment = { HTTPS_PROXY: "http://p:1", NO_PROXY: networks };
    expect(await proxyOf(environment, `, base_url: 'https://${host}/api/v0'`)).toBe(proxy);
  });

  it("of the file counts before the environment's, whatever NO_PROXY says", async () => {
    const environment = { HTTPS_PROXY: "http://other:1", NO_PROXY: "*" };
    expect(await proxyOf(environment, ", proxy: 'http://proxy.lan:3128'")).toBe("http://proxy.lan:3128");
  });

  it("is not used for this machine itself over plain http", async () => {
    const base = ", base_url: 'http://127.0.0.1:1', proxy: 'http://proxy.lan:3128'";
    expect(await proxyOf({ HTTPS_PROXY: "http://other:1" }, base)).toBeNull();
  });

  it("may have a password, which nobody sees", async () => {
    const yaml = "account: { api_key: flux_live_0, proxy: 'http://ola:hunt%21er77@proxy.lan:3128' }\nhostnames: [a.no]";
    const { config, origins } = await loadText(yaml);
    expect(config.secrets).toEqual(expect.arrayContaining(["hunt%21er77", "hunt!er77"]));
    expect(JSON.stringify(describeConfig(config, origins))).not.toContain("er77");
    expect(JSON.stringify(describeConfig(config, origins))).toContain("http://***@proxy.lan:3128");
  });

  it.each(["socks5://proxy.lan", "proxy", "http://proxy.lan/path"])("that is none (%s) is explained", async (proxy) => {
    const yaml = withKeys("").replace("flux_live_0", `flux_live_0, proxy: "${proxy}"`);
    expect((await findProblems(yaml)).join()).toContain("expected the URL of an HTTP proxy");
  });
});
