/** What a user's program gets of our environment: PATH and LANG, and none of our secrets. */
export function minimalEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LANG } = process.env;
  return { PATH: PATH ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...(LANG ? { LANG } : {}) };
}
