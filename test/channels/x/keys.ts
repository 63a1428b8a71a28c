import type { Keys } from "./oauth.ts";

export const X_KEYS: Keys = {
  appKey: "planted-app-key",
  appSecret: "planted-app-secret",
  accessToken: "7001-planted-access-token",
  accessSecret: "planted-access-secret",
};
