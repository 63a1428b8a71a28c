/**
 * What is used of twitter-api-v2, named here: bundled, a CommonJS package that is loaded when it is needed has no names of
 * its own, only a default.
 */
export { ApiResponseError, TwitterApi } from "twitter-api-v2";
