/**
 * English wordings of the signals of "Review triggers", by the row that they belong to and by the signal
 * in small letters without accents. A list is in alphabetical order; a plural in "s" is met without
 * standing there, and so is whatever has a listed wording in it.
 */

/** For the lawyer as personal data, for the founder as data of customers. */
const DATA_ON_CUSTOMERS = `
    about her data, access request, close account, customer table, data breach, data we hold,
    delete everything, delete her, delete his, delete me, delete their, email addresses of,
    email list, erase everything, erase her, erase his, erase their, forget me, leaked,
    mailing list, names and, what we hold`;

export const ENGLISH_WORDINGS: Readonly<Record<string, string>> = {
  // Spending, pricing, margin
  price: `
    charge each, charge for, charge less, charge more, charging, free plan, free tier, freemium,
    half off, half price, how much should, on the house, overcharge, paid plan, per cent, per seat,
    percent off, pricing, rate card, setup fee, tariff, undercharge, waive, waived`,
  "free trial": `
    first month free, for free, free months, free of charge, free until, months free`,
  refund: `
    chargeback, money back, pay her back, pay him back, pay them back, reimburse, reimbursement`,
  budget: `
    bank balance, break even, burn rate, cash flow, cheaper, credit line, EUR a month,
    euros a month, expensive, forecast, how much can, how much did, how much would, invest,
    investment, loan, monthly fee, overdraft, profit, profitable, quotation, quote from, runway,
    savings, yearly fee`,
  cost: `
    direct debit, overhead, pays for itself, pricey, put aside, rent, running costs, set aside,
    the bill from, turnover, upkeep`,
  buy: `
    hire, hired, lease, order a, ordered a, ordered it, ordered one, quoted, renew, renewed,
    renting, second-hand`,
  // Tax, invoicing, deductions
  tax: `
    annual accounts, capital gains, customs, depreciated, dividend, exempt, exemption, fiscal year,
    import duty, mileage, OSS, per diem, place of supply, quarterly return, simplified regime,
    sole trader, taxable, taxed, taxes, VIES, write down, write off, written off`,
  vat: `
    at 23%, reduced rate, standard rate, the 23%`,
  invoice: `
    bill her, bill him, bill the, bill them, bill to, billed, billing, book the, her bill, his bill,
    payment reminder, pro forma, proof of payment, purchase order, the bill, their bill, unpaid`,
  deductible: `
    business expense, business use, claim back, claim the, company car, donation, home office,
    on the company, petrol, reclaim, tax relief, through the company`,
  bookkeeping: `
    accountant, accounting, amortise, balance sheet, bank statement, close the books,
    close the month, close the year, our books, reconcile, reconciliation, year-end`,
  payroll: `
    employee, freelancer, holiday pay, intern, pension, salaries, salary, sick pay, wage`,
  // Privacy
  "personal data": `${DATA_ON_CUSTOMERS},
    address book, analytics, anonymise, close my account, contact list, data about, data processor,
    data subject, date of birth, DPA, health data, her phone, her photo, his phone, his photo,
    how long we keep, ID card, keep old orders, location data, on a USB stick, on my laptop,
    opt-out, passport, phone numbers, photo of, photos of people, record calls, record the,
    remove me, retention period, right to be forgotten, right to erasure, share data,
    street addresses, subprocessor, take us off, third parties, tracking, unsubscribe,
    visitor counter, who can see, wipe her, wipe my, wipe their, without asking`,
  "customer data": `${DATA_ON_CUSTOMERS},
    customer records, customers' data, customers' names, export of customers, list of our users,
    sell data, user records, users' data`,
  // Contracts, terms, liability
  contract: `
    addendum, amendment, committed to, countersign, exclusive, exclusivity, in writing,
    letter of intent, minimum term, NDA, non-compete, notice period, promised her, promised him,
    promised them, response time, service level, signed, SLA, statement of work, terminate,
    termination, unsigned`,
  agreement: `
    sign by, sign it, sign the, sign their, signature, to be signed, to sign`,
  terms: `
    acceptable use, cancel any time, cancellation policy, disclaimer, fine print, imprint,
    legal notice, refund policy, right to cancel, small print`,
  liability: `
    accident, answer for, at fault, blames, compensate, compensation, damages, drowned, got hurt,
    indemnify, indemnity, injured, injury, insurer, lost a day, negligence, our fault,
    responsible for, responsible if, was hurt, who is to blame, who pays`,
  confidentiality: `
    keep it to herself, keep it to himself, secrecy, trade secret, under wraps`,
  copyright: `
    AGPL, copied our, creative commons, found on the, found online, from the internet, GPL,
    her permission, her words, his permission, his words, intellectual property, name the client,
    name the customer, name the shop, own the code, owns the code, plagiarism, quote her, quote him,
    royalty, stock photo, their logo, their permission, their words, use her name, use his name,
    who owns, without permission`,
  trademark: `
    brand name, copied us, looks like ours, name is taken, our logo, register the name,
    same as ours, same name as, sounds like ours, uses our name`,
  complaint: `
    complained, complaining, complains`,
  dispute: `
    arbitration, cease and desist, consumer authority, data protection authority, her lawyer,
    his lawyer, lawyers, legal action, ombudsman, subpoena, summons, their lawyer, threatened,
    threatens`,
  court: `
    collection agency, debt collector, final demand, small claims`,
  legal: `
    allowed to, are we allowed, authorisation, authorization, directive, fined, illegal, inspection,
    inspector, law, lawful, permit, regulation, regulator, regulatory, statute, unlawful`,
  // Trust, security and compliance wording
  secure: `
    bulletproof, end-to-end, hacked, nobody but, nobody else can, only its owner, only the owner,
    padlock, protected, protection, protects your, tamper-proof, unbreakable, unhackable`,
  safe: `
    cannot lose, in good hands, never lose, never lost, no risk, peace of mind, reliable, rely on,
    risk-free, zero risk`,
  guarantee: `
    100%, 99.9%, always available, always on, I promise, never breaks, never fails, no downtime,
    uptime, warranty, zero downtime`,
  compliant: `
    AI Act, audit, audited, auditor, endorsed by, follows the rules, HIPAA, ISO, meets all,
    meets the standard, PCI, SOC`,
  certified: `
    accreditation, accredited, seal of approval`,
  accuracy: `
    always right, error rate, error-free, infallible, never wrong, no errors, precision of`,
  proven: `
    independently tested, scientifically, studies show, verified`,
  // Architecture, infrastructure, product internals, how our agents work
  architecture: `
    API key, cache, codebase, container, cron, DNS, docker, endpoint, foreign key, framework,
    hotfix, latency, load balancer, memory leak, MySQL, nightly copy, nightly job, one machine,
    Postgres, PostgreSQL, pull request, queue, race condition, rate limit, Redis, refactor,
    refactoring, replica, replication, repository, restore drill, restored, rollback, schema,
    second region, single sign-on, source code, SQL, SQLite, staging, sync works, syncs,
    technical debt, test suite, the sync, TLS, two machines, under the hood, version bump,
    virtual machine`,
  outage: `
    broke the, corrupted, crash, crashed, data loss, fell over, froze, is down, reboot, rebooted,
    restarted the, something broke, stopped answering, timeout, was down, went down`,
  agent: `
    cheaper model, Copilot, language model, LLM, MCP, our departments, prompt, skill file,
    smaller model, their tools, tokens, which model`,
  // Revenue strategy, direction
  strategy: `
    acquire, acquired, acquisition, another product, bet on, close down, competitor, discontinue,
    enter the, expand to, expansion, focus on, focus only, give up on, in five years,
    in three years, in two years, investor, joint venture, kill the product, live from, live off,
    long-term plan, merge with, merger, mission, new market, niche, north star, OKR, our direction,
    partner with, partnership, pull the plug, raise money, second product, segment, sell abroad,
    sell the business, sell the company, shut down the, stay small, stop working on, sunset,
    the bet, venture capital, vision, where we want, which customers, which product, wind down`,
  // Launches, public messaging, positioning
  launch: `
    about page, ads, advert, advertisement, blog, booth, brand voice, brochure, case study,
    elevator pitch, flyer, front page, go live, goes live, Hacker News, headline, home page,
    homepage, Instagram, interview, journalist, LinkedIn, magazine, media kit, messaging, newspaper,
    open to all, open to everybody, open to everyone, our readers, our voice, pitch deck, podcast,
    pricing page, Product Hunt, radio, slogan, social media, tagline, teaser, testimonial,
    to the readers, trade fair, tweet, went live`,
  // Work across departments
  coordinate: `
    all hands, each department, every department, everybody involved, hand over, hand-off,
    handed over, handoff, hands over, in what order, in which order, other departments,
    split the work, take over from, three departments, two departments, wait for me,
    waits for another, waits for me, who does what, who takes over`,
};
