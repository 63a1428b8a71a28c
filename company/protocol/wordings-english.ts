/**
 * English wordings of the signals of "Review triggers", by the row that they belong to and by the signal
 * in small letters without accents. A list is in alphabetical order; a plural in "s" is met without
 * standing there, and so is whatever has a listed wording in it.
 */

/** For the lawyer as personal data, for the founder as data of customers. */
const DATA_ON_CUSTOMERS = `
    access request, close account, closes their account, customer table, data about me, data breach,
    data on me, data we hold, delete everything, delete her data, delete his data, delete me,
    delete my data, delete their data, email addresses of, email list, erase everything, erase her,
    erase his, erase their, forget me, have on her, have on him, have on me, leaked, mailing list,
    names and addresses, names and phone numbers, names and phones, our logs for, take her off,
    take him off, take me off, to my laptop, what we hold on`;

export const ENGLISH_WORDINGS: Readonly<Record<string, string>> = {
  // Spending, pricing, margin
  price: `
    10% off, 15% off, 20% off, 25% off, 30% off, 50% off, charge each, charge every, charge for,
    charge less, charge more, charge them, charging, cheaper plan, cost more, dearer plan,
    free plan, free tier, freemium, half off, half price, how much should, on the house,
    one-off fee, overcharge, paid plan, paid tier, per cent off, per seat, per shop, percent off,
    plan from, price list, pricing, Pro plan, rate card, set-up fee, setup fee, tariff, undercharge,
    waive, waived`,
  "free trial": `
    first month free, first months are, first three months, for free, free months, free of charge,
    free until, months free, stay free, try it free`,
  refund: `
    chargeback, give back the money, money back, pay her back, pay him back, pay them back,
    reimburse, reimbursed, reimbursement, return the money, return their money`,
  budget: `
    a month for, bank balance, break even, break-even, burn rate, cash flow, cashflow, cheaper,
    credit line, EUR a month, EUR a year, EUR per month, euros a month, expensive, forecast,
    her money back, his money back, how much can we, how much did, how much does it, how much money,
    how much would it, instead of monthly, invest, investment, loan, loss of, money in the bank,
    money left, monthly fee, on sale, once a year instead, overdraft, pay myself, payback, profit,
    profitable, quotation, quote from, runway, savings, their money back, wants a refund, yearly fee`,
  cost: `
    bank charges, direct debit, electricity bill, our income, overhead, pays for itself, pricey,
    put aside, rent, running costs, savings account, set aside, standing order, the bill from,
    turnover, upkeep, what we earn`,
  buy: `
    hire, hired, hiring, lease, order a new, order it, order one, order them, ordered a, ordered it,
    ordered one, quoted, renew for, renewed for, rent a, renting, second-hand`,
  // Tax, invoicing, deductions
  tax: `
    annual accounts, annual return, capital gains, customs, depreciate, depreciated, dividend,
    exempt, exempted, exemption, file the return, fiscal year, green receipt, import duty,
    income statement, intrastat, mileage, organised accounting, organized accounting, OSS,
    owe the state, per diem, place of supply, quarterly declaration, quarterly return,
    quarterly statement, return for the quarter, revenue office, reverse-charge, self-employed,
    simplified regime, simplified scheme, sole trader, statement for the quarter, tax bracket,
    tax office, taxable, taxation, taxed, taxes, taxman, turnover threshold, VIES, write down,
    write off, write-off, written down, written off`,
  vat: `
    6% rate, at 23%, reduced rate, small business exemption, standard rate, the 23%`,
  invoice: `
    bill her, bill him, bill the, bill them, bill to, billed, billing, book it as, book the payment,
    book the refund, her bill, his bill, how do I book, invoice address, its bill, made out to,
    missing papers, overdue payment, payment reference, payment reminder, pro forma,
    proof of payment, purchase order, send the bill, their bill, unpaid, without papers`,
  deductible: `
    as our cost, business expense, business use, claim back, claim the, company car,
    count as a cost, count as an expense, donation, draw from the company, fuel slip, home office,
    on the company, part of the electricity, pay myself, petrol, reclaim, slips, tax relief,
    through the company, work from home`,
  bookkeeping: `
    accountant, accounting, amortisation, amortise, balance sheet, bank statement, close the books,
    close the month, close the year, keep the books, ledger account, month-end, our books, P&L,
    profit and loss, reconcile, reconciliation, SNC, year-end`,
  payroll: `
    employee, hire somebody, hire someone, holiday pay, intern, internship, pension, salaries,
    salary, sick pay, wage`,
  // Privacy
  "personal data": `${DATA_ON_CUSTOMERS},
    address book, analytics, anonymise, anonymised, close my account, closed account,
    closes account, contact list, copy of his id, count visitors, counts visitors, data about her,
    data about him, data processor, data subject, date of birth, DPA, DPO, erase my,
    everything about me, have on them, health data, her face, her phone number, her photo, his face,
    his phone number, his photo, home addresses, how long do we keep, how long we keep, ID card,
    keep old orders, location data, mail addresses, names and emails, on a USB stick, on my laptop,
    opt-in, opt-out, passport, phone numbers, photo of a child, photo of her, photo of him,
    photos of people, privacy rules, processing of data, processing paper, pseudonymised,
    record calls, record our calls, record the calls, record the conversation, recording of calls,
    remove me, retention period, right to be forgotten, right to erasure, share data, sharing data,
    street addresses, sub-processor, subprocessor, take us off, telephone numbers, third parties,
    track visitors, tracking, tracks users, unsubscribe, unsubscribed, visitor counter,
    visitor statistics, what you know about me, who came back, who can see the data, wipe her,
    wipe his, wipe my, wipe their, without asking them`,
  "customer data": `${DATA_ON_CUSTOMERS},
    customer export, customer records, customers' data, customers' names, data of customers,
    database of customers, delete what you have, downloaded the whole, emails of our,
    export all customers, export of customers, list of our users, sell data, shops' names,
    user records, users' data`,
  // Contracts, terms, liability
  contract: `
    addendum, amendment, bound by, bound to, breaks our deal, committed to, countersign,
    countersignature, countersigned, exclusive deal, exclusive supplier, exclusivity,
    freelancer agreement, I promised, in writing, letter of intent, memorandum, minimum term, NDA,
    non-compete, notice period, promised her, promised him, promised the, promised them,
    reaction time, response time, service level, signed, SLA, statement of work, terminate,
    termination, unsigned, we promised`,
  agreement: `
    asks me to sign, both sign, I'd sign, let them sign, ready to sign, sign by, sign for, sign it,
    sign the papers, sign their, sign up to their, sign with, signature, they want us to sign,
    to be signed, we could sign`,
  terms: `
    acceptable use, cancel any time, cancellation policy, conditions of use, cooling-off,
    disclaimer, fine print, imprint, legal notice, legal page, refund policy, right to cancel,
    small print`,
  liability: `
    accident, am I responsible, answer for, answers for damage, are we responsible, at fault,
    blame us, blames me, blames the app, blames us, compensate, compensation, damages, death of,
    died, drowned, got hurt, held responsible, hold it against us, hold us responsible, indemnify,
    indemnity, injured, injury, insurer, lost a day, lost day, made good, make good the, negligence,
    our doing, our fault, pay for the damage, responsible for the damage, responsible for the loss,
    responsible if, responsible when, was hurt, who answers for, who is to blame, who pays if,
    who pays when`,
  confidentiality: `
    keep it to herself, keep it to himself, keep quiet about, secrecy, tell nobody, trade secret,
    under wraps`,
  copyright: `
    AGPL, belongs to him, copied from us, copied our, creative commons, found on somebody's,
    found on someone's, found on the internet, found on the web, found online, from the internet,
    GPL, her permission, her words, his permission, his words, image I found, intellectual property,
    LGPL, MIT-licensed, name the client, name the customer, name the shop, off the internet,
    off the web, own the code, owns the code, owns the source, photo I found, picture I found,
    plagiarised, plagiarism, quote her, quote him, royalties, royalty, stock photo,
    their permission, their story, their words, use her name, use her photo, use his name,
    use his photo, use their logo, use their photo, who owns, without permission`,
  trademark: `
    almost like ours, brand name, coat of arms, copied us, copy of our logo, for our logo,
    in our logo, logo infringes, looks like ours, name is taken, nearly our name,
    nearly the same name, register the name, same as ours, same name as, sounds like ours,
    too close to ours, uses our name`,
  complaint: `
    complained, complaining, complains`,
  dispute: `
    arbitration, cease and desist, consumer authority, consumer protection,
    data protection authority, her lawyer, his lawyer, lawyers, legal action, my lawyer, ombudsman,
    settle out of court, subpoena, summons, their lawyer, threatened, threatens`,
  court: `
    collection agency, debt collector, final demand, letter before action, small claims`,
  legal: `
    allowed to, am I allowed, are we allowed, authorisation, authorization, directive, fined,
    illegal, inspection, inspector, law, lawful, permission from, permit, regulation, regulator,
    regulatory, statute, unlawful`,
  // Trust, security and compliance wording
  secure: `
    bank-grade, bank-level, bulletproof, end-to-end, hack-proof, hacked, keeps your data,
    military-grade, no one but, no one can read, nobody but, nobody can read, nobody else can,
    none but, only its owner, only the owner can, only the shop can, only you can, padlock,
    private by design, protect your, protected, protection, protects your, stays private,
    tamper-proof, unbreakable, unhackable, zero-knowledge`,
  safe: `
    can't lose, cannot be lost, cannot lose, do not lose, in good hands, never lose, never lost,
    no risk, nothing gets lost, nothing is lost, peace of mind, reliable, rely on it, rely on us,
    risk-free, will not lose, won't lose, zero risk`,
  guarantee: `
    100%, 99.9%, 99.99%, always available, always on, always up, I promise, money back, money-back,
    never breaks, never down, never fails, never gets, never goes down, never miss, never misses,
    no downtime, promise that, refund if, the only app, uptime, warranty, we promise, zero downtime`,
  compliant: `
    AI Act, approved by, audit, audited, auditor, DORA, eIDAS, endorsed by, follow all the,
    follow the rules, follows all the, follows the rules, GDPR-ready, HIPAA, in line with the law,
    ISO, meets all, meets the standard, NIS2, officially recognised, PCI, play by the rules,
    recommended by, SOC`,
  certified: `
    accreditation, accredited, certificate of conformity, seal of approval`,
  accuracy: `
    always right, correct every time, error rate, error-free, infallible, never wrong, no errors,
    precise to, precision of, without a single error, without errors, zero errors`,
  proven: `
    independently tested, scientifically, studies show, verified`,
  // Architecture, infrastructure, product internals, how our agents work
  architecture: `
    add a column, another region, API key, behind the scenes, bigger box, bigger machine,
    bring back the copies, cache, caching, codebase, container, cron, database table, DNS, docker,
    encryption key, endpoint, foreign key, framework, hash passwords, hotfix, index to the,
    internals, keeps a copy, key rotation, latency, load balancer, memory leak, microservice, MySQL,
    night job, nightly copies, nightly copy, nightly job, OAuth, offline mode, one machine,
    orders table, other region, password hashing, Postgres, PostgreSQL, pull request, queue,
    race condition, rack machine, rate limit, Redis, refactor, refactoring, replica, replicated,
    replication, repository, restore drill, restored, rollback, same machine, schema, second region,
    single sign-on, source code, SQL, SQLite, staging, sync engine, sync works, syncs,
    technical debt, test suite, the sync, TLS, two machines, under the hood, unit tests, upgrade to,
    version bump, virtual machine, whole memory, writes to the phone, writes to the server`,
  outage: `
    broke the, corrupted, crash, crashed, crashes, data loss, down since, fell down, fell over,
    froze, hung, is down, reboot, rebooted, restart the, restarted it, restarted the, slow since,
    something broke, stopped answering, timeout, was down, went down`,
  agent: `
    bigger model, cheaper model, Copilot, departments call each other, instructions of,
    its instructions, its tools, language model, LLM, MCP, memory server, model we use,
    our departments, prompt, skill file, smaller model, their instructions, their tools, tokens,
    which model`,
  // Revenue strategy, direction
  strategy: `
    a niche, a second product, acquire, acquired, acquisition, also sell in, another line of,
    another product, bet on, bets, buy us, close down, company of one, competitor,
    direction of the company, discontinue, do we still want, enter the, expand to, expansion,
    five years from now, focus on, focus only, funding round, give up on, grow the company,
    hire or stay, in five years, in three years, in two years, investor, joint venture,
    kill the product, live from, live off, lived from, long-term plan, merge with, merger, mission,
    move away from, new market, next five years, north star, OKR, our direction, our niche,
    partner with, partnership, pull the plug, put everything into, raise money, segment,
    sell abroad, sell also in, sell the business, sell the company, shut down the, stay small,
    stop working on, sunset, the bet, two years from now, venture capital, vision,
    what we want to become, where do we want, where we want to be, which customers, which product,
    wind down`,
  // Launches, public messaging, positioning
  launch: `
    about page, ad campaign, ads, advert, advertisement, all readers, blog, booth, brand voice,
    brochure, case study, changelog is, elevator pitch, fair stand, flyer, front page, go live,
    goes live, going live, Hacker News, headline, home page, homepage, Instagram, interview,
    journalist, LinkedIn, local paper, magazine, mailing to all, media kit, messaging, newspaper,
    open it to everybody, open to all, open to everybody, open to everyone, open to the public,
    our readers, our voice, pitch deck, podcast, pricing page, Product Hunt, radio, SEO, slogan,
    social media, tagline, teaser, tell the readers, tell the world, testimonial, to the readers,
    trade fair, tweet, web page, went live`,
  // Work across departments
  coordinate: `
    all hands, each department, every department, everybody involved, hand over, hand-off,
    handed over, handoff, hands over, in what order, in which order, involves everybody,
    involves everyone, more than one department, order of things, other departments, split the work,
    take over from, three departments, two departments, wait for me, waits for another,
    waits for me, who does what, who takes over`,
};
