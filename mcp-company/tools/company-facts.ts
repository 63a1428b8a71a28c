import type { McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { foldAccents } from "../../company/claims/reading/match.ts";
import { allowedLink } from "../../company/claims/rules/links.ts";
import type { Company, Constitution, Product } from "../../company/constitution/types.ts";
import { given, pageInput, pageOutput } from "../../office/answers.ts";
import type { CompanyReader } from "../../office/records/reader.ts";
import { answer, READ_ONLY } from "./answer.ts";
import { argumentsOf, textOf } from "./arguments.ts";
import { pageOf } from "./pages.ts";

const input = argumentsOf({
  product: textOf(200).optional().describe("Only this one, by name"),
  channel: textOf(50)
    .optional()
    .describe("Where the link will stand: x, dev.to, newsletter … or internal. Default: in public"),
  page: pageInput,
});

const output = z.strictObject({
  company: z.strictObject({
    name: z.string().nullable(),
    founder: z.string().nullable(),
    country: z.string().nullable(),
    timeZone: z.string(),
    currency: z.string(),
    language: z.string(),
    since: z.string().nullable(),
  }),
  products: z.array(
    z.strictObject({
      name: z.string(),
      status: z.string(),
      stack: z.string(),
      link: z
        .string()
        .nullable()
        .describe("The only address to use on this channel; null: none yet"),
      note: z.string(),
    }),
  ),
  owners: z.array(z.strictObject({ agent: z.string(), owns: z.string(), approves: z.string() })),
  levels: z
    .array(z.strictObject({ topic: z.string(), level: z.string(), evidence: z.string() }))
    .describe("What may be said about protected topics"),
  ...pageOutput,
});

type CompanyFacts = Omit<z.infer<typeof output>, keyof typeof pageOutput>;

/** The registry as a department needs it: names, status, the right link, who owns what. */
export function registerCompanyFacts(server: McpServer, reader: CompanyReader): void {
  server.registerTool(
    "company_facts",
    {
      title: "Company facts",
      description:
        "Who we are, each product's status and its one link for a channel, who owns and approves what, the level of protected statements.",
      inputSchema: input,
      outputSchema: output,
      annotations: READ_ONLY,
    },
    async (args) =>
      answer(async () => {
        const { constitution } = await reader.readConstitution();
        const facts = companyFacts(constitution, given(args, "product", "channel"));
        if ("error" in facts) return facts;
        return pageOf(facts, { tool: "company_facts", page: args.page });
      }),
  );
}

/** The facts of one product or of all; an unknown product is an error that lists the known ones. */
export function companyFacts(
  constitution: Constitution,
  wanted: z.infer<typeof input>,
): CompanyFacts | { error: string } {
  const products = constitution.products.filter(
    ({ name }) => wanted.product === undefined || sameName(name, wanted.product),
  );
  if (wanted.product !== undefined && products.length === 0) {
    const known = constitution.products.map(({ name }) => name).join(", ") || "none yet";
    return {
      error: `There is no product "${wanted.product}" in the constitution's Products table, expected one of: ${known}. Use only those names, or ask the founder to add it.`,
    };
  }
  return {
    company: identity(constitution.company),
    products: products.map((product) => ({
      name: product.name,
      status: product.status,
      stack: product.stack,
      link: linkFor(product, wanted.channel),
      note: product.note,
    })),
    owners: constitution.departments.map(({ agent, owns, approves }) => ({
      agent,
      owns,
      approves,
    })),
    levels: constitution.statementLevels.map(({ topic, level, evidence }) => ({
      topic,
      level,
      evidence,
    })),
  };
}

function identity(company: Company): CompanyFacts["company"] {
  const { name, founder, country, timeZone, currency, language, since } = company;
  return { name, founder, country, timeZone, currency, language, since };
}

/** By the rule that check_draft judges links by; no channel means a public post. */
function linkFor(product: Product, channel = "public"): string | null {
  return allowedLink(product, channel.trim().toLowerCase()) || null;
}

function sameName(a: string, b: string): boolean {
  return foldAccents(a.trim()) === foldAccents(b.trim());
}
