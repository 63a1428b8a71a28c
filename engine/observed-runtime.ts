/**
 * Runs as others see them: in the engine's log, and as spans of OpenTelemetry. Without an SDK of the founder's
 * the API does nothing; with one (node --import …) each run is a span with what it was and what it used.
 */
import { SpanStatusCode, trace } from "@opentelemetry/api";
import { costsOf } from "../company/budget/usage.ts";
import type { PriceRule } from "../company/constitution/types.ts";
import type { RunJob, RunOutcome, Runtime } from "../office/runs/runtime.ts";
import type { EngineLog } from "./log.ts";

export interface ObservedBy {
  log(): Promise<EngineLog>;
  /** What models cost, by the company's page. */
  prices(root: string): Promise<readonly PriceRule[]>;
}

export function observed(runtime: Runtime, { log, prices }: ObservedBy): Runtime {
  return {
    ...runtime,
    run: (job, watch) => inSpan(job, prices, () => inLog(job, log, () => runtime.run(job, watch))),
  };
}

async function inSpan(
  job: RunJob,
  prices: ObservedBy["prices"],
  run: () => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const attributes = {
    ...{ "hq.run": job.run, "hq.agent": job.agent, "hq.chain": job.chain.join(",") },
    ...{ "hq.session": job.session, "hq.resumed": job.isResumed },
    ...(job.due === undefined ? {} : { "hq.job": job.due }),
    ...(job.model === undefined ? {} : { "gen_ai.request.model": job.model }),
  };
  return trace.getTracer("solo-hq").startActiveSpan("hq run", { attributes }, async (span) => {
    try {
      const outcome = await run();
      const { calls, inputTokens, outputTokens } = outcome.usage;
      span.setAttributes({
        ...{ "hq.state": outcome.state, "hq.calls": calls },
        ...{ "gen_ai.usage.input_tokens": inputTokens, "gen_ai.usage.output_tokens": outputTokens },
      });
      const costs = costsOf(outcome.usage.byModel ?? [], await prices(job.root).catch(() => []));
      for (const [unit, amount] of Object.entries(costs)) {
        span.setAttributes({ [`hq.cost.${unit.toLowerCase()}`]: amount });
      }
      // The words of a failure may quote what a provider said; they stand in the record.
      if (outcome.state !== "done")
        span.setStatus({ code: SpanStatusCode.ERROR, message: outcome.state });
      return outcome;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: "not started" });
      throw error;
    } finally {
      span.end();
    }
  });
}

async function inLog(
  job: RunJob,
  open: () => Promise<EngineLog>,
  run: () => Promise<RunOutcome>,
): Promise<RunOutcome> {
  const log = await open();
  const { run: id, agent, session, isResumed, model } = job;
  const startedMs = performance.now();
  log.write("info", "client starts", { run: id, agent, session, isResumed, model });
  try {
    const outcome = await run();
    const ms = Math.round(performance.now() - startedMs);
    const why = outcome.state === "done" ? undefined : outcome.why;
    const level = outcome.state === "failed" ? "warn" : "info";
    log.write(level, `client ended: ${outcome.state}`, {
      run: id,
      agent,
      ms,
      why,
      usage: outcome.usage,
    });
    return outcome;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    log.write("error", "client not started", { run: id, agent, why });
    throw error;
  } finally {
    await log.close();
  }
}
