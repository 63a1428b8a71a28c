/** The `hq-memory` program: serves the shared memory over stdio, by the rules of the company around it. */
import { homedir } from "node:os";
import { memoryFilePath } from "../mcp-memory/location.ts";
import { serveMemory } from "../mcp-memory/serve.ts";
import { createPolicyReader } from "../office/records/memory-policy.ts";

const log = (line: string) => process.stderr.write(`hq-memory: ${line}\n`);
const filePath = memoryFilePath({ env: process.env, cwd: process.cwd(), home: homedir() });

serveMemory({ filePath, log, readPolicy: createPolicyReader(filePath, log), env: process.env });
