/** What a program that we start for something else may see of this one's environment: no credential of a channel. */

/** Our own names of keys, tokens and secrets, and addresses, which may hold a password. */
const SECRET = /^HQ_.*(?:KEY|TOKEN|SECRET|PASS|URL)/;

export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !SECRET.test(name)));
}
