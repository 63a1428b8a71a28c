/**
 * What people write when they mean a signal of "Review triggers" without using its word: "he wants us
 * to delete everything" is about personal data. A family counts only while its signal stands in the
 * founder's table, and a hit names that signal, so the table stays what decides. Kept out of the page,
 * because the page is sent with every request.
 */
const FAMILIES: Readonly<Record<string, string>> = {
  // Privacy, contracts, terms, liability: English
  "personal data": `how long we keep, how long do we keep, keep old orders, retention period, skipper's face, his face, her face, photo of him, photo of her, his photo, her photo, our logs for, customer table, his phone number, her phone number, ID card, copy of his id, passport,
    erase his, erase her, erase their, erase my, erase everything, delete everything,
    delete my data, delete his data, delete her data, delete their data, delete me, remove me, forget me,
    data about me, data on me, data we hold, data about him, data about her, what we hold on, what you know
    about me, data subject, access request, right to erasure, right to be forgotten, sub-processor, subprocessor,
    data processor, processing of data, DPA, DPO, mailing list, email list, contact list, email addresses of,
    address book, phone numbers of, closes account, close account, closes their account, close my account,
    closed account, record the calls, record calls, record our calls, recording of calls, record the conversation,
    data breach, leaked, third parties, share data, sharing data, opt-in, opt-out, unsubscribe, unsubscribed,
    date of birth, health data, photos of people, photo of a child, who can see the data, location data,
    tracks users, tracking pixel, anonymise, anonymised, pseudonymised, without asking them`,
  contract: `NDA, NDAs, exclusivity, exclusive deal, exclusive supplier, notice period, terminate, termination,
    amendment, addendum, letter of intent, memorandum, statement of work, SLA, non-compete, signed by both,
    countersign, countersigned, breaks our deal, minimum term, freelancer agreement`,
  agreement: `they want us to sign, asks me to sign, sign the papers, sign their, sign it, ready to sign, signature`,
  terms: `disclaimer, small print, fine print, acceptable use, refund policy, cancellation policy, cancel any time,
    imprint, legal notice, legal page, conditions of use, right to cancel, cooling-off`,
  liability: `accident, injured, injury, got hurt, was hurt, died, drowned, death of,
    answers for damage, answer for damage, who answers for, who pays if, who pays when, who is to blame,
    at fault, our fault, damages, compensation, compensate, indemnity, indemnify, negligence, insurer, 
    held responsible, hold us responsible, responsible if, are we responsible, am I responsible, responsible when, responsible for the damage, responsible for the loss`,
  copyright: `owns the code, own the code, owns the source, who owns, belongs to him, intellectual property,
    plagiarism, plagiarised, copied our, copied from us, stock photo, stock photos, royalty, royalties,
    use his photo, use her photo, use their photo, use their logo, use his name, use her name, quote him,
    quote her, without permission, her permission, his permission, their permission`,
  trademark: `same as ours, almost like ours, looks like ours, copied us,
    logo infringes, coat of arms, in our logo, for our logo, brand name, same name as, name is taken, copy of our logo, register the name`,
  dispute: `legal action, threatens, threatened, cease and desist, settle out of court, arbitration, ombudsman,
    summons, subpoena, consumer authority, data protection authority, consumer protection, his lawyer, her lawyer,
    their lawyer, my lawyer,  lawyers`,
  legal: `permit, authorisation, authorization, permission from, harbour authority, inspection, inspector, fined,
    law, laws, lawful, unlawful, illegal, allowed to, are we allowed, am I allowed, regulation, regulations,
    regulator, regulatory, directive, statute`,
  // The same in Portuguese
  "dados pessoais": `cartão de cidadão, telefone dele, telefone dela, número dele, número dela, partilhámos, sem lhe perguntar, sem perguntar, fotografia dele, fotografia dela, cara dele, cara dela, quanto tempo guardamos, guardar cópias, passaporte,
    apagar os dados, apaguemos os dados, apagar tudo, apaguemos tudo, apague tudo, eliminar os dados,
    eliminar tudo, remover os dados, dados que temos, dados que guardamos, ver os dados, os meus dados, os dados dele,
    os dados dela, os dados deles, dados do cliente, dados da loja, dados de saúde, o que sabemos sobre, tudo o que temos sobre,
    titular dos dados, titular de dados, subcontratante, encarregado de proteção, fuga de dados, violação de dados, lista de contactos,
    lista de emails, lista de e-mails,  números de telefone, gravar chamadas, gravar as chamadas, gravar a conversa,
    gravação de chamadas, fechar a conta, fecha a conta, encerrar a conta, apagar a conta, partilhar dados, com terceiros, a terceiros,
    anonimizar, data de nascimento, direito ao esquecimento, sem autorização, pedir autorização, fotografias de pessoas, CNPD`,
  contrato: `exclusividade, rescindir, rescisão, minuta, aditamento, denunciar o contrato, período de fidelização, fidelização,
    prestação de serviços, protocolo de cooperação, carta de intenções, NDA`,
  acordo: `quer que assine, pede que assine, para assinar, assinatura do, assinar o, assinar os papéis`,
  termos: `condições gerais, condições de utilização, condições de venda, aviso legal, letra pequena, letras pequenas,
    política de reembolso, política de devolução, política de cancelamento, devoluções, direito de arrependimento,
    livre resolução`,
  responsabilidade: `acidente, ferido, ferida, feriu-se, morreu, afogou-se,
    indemnização, indemnizar, indemniza, indemnizações, quem é responsável, quem responde, quem paga se, de quem é a culpa,
    danos, prejuízo causado, prejuízos causados, seguradora, seguro de responsabilidade, responsável pelos danos, somos responsáveis,
    responsabilizar, responsabiliza`,
  "direitos de autor": `propriedade intelectual, plágio, copiaram, copiou o nosso, de quem é o código, dono do código, usar a fotografia,
    usar as fotografias, usar a foto, usar as fotos, usar o logótipo, usar o logo, usar o nome, sem permissão, permissão para usar`,
  "marca registada": `igual à nossa, igual ao nosso, quase igual, parecida com a nossa, copiaram-nos,
    registar a marca, registar o nome, o mesmo nome, nome igual, logótipo igual, parecido com o nosso, INPI`,
  reclamacao: `livro de reclamações, queixa, queixas, queixou-se, ameaça, ameaçou, ameaçam, processar-nos, pôr-nos em tribunal, processo
    judicial, arbitragem, provedor, intimação, notificação judicial, DECO, ASAE`,
  advogado: `autorização, alvará, licenciamento, inspeção, fiscalização, multa,
    lei, leis, ilegal,  legalmente, é permitido, podemos legalmente, regulamento, diretiva, regulador`,
  // Trust, security and compliance wording
  secure: `bank-grade, military-grade, bulletproof, tamper-proof, unbreakable, unhackable, hack-proof, bulletproof security,
    protects your, protect your, protected, protection, keeps your data, zero-knowledge, end-to-end, cannot be hacked,
    never hacked, hacked, no one can read, nobody can read, nobody else can, only you can, private by design, stays private`,
  safe: `never loses, never lose, nothing is lost, nothing gets lost, never lost, cannot be lost, risk-free, zero risk, no risk,
    peace of mind, in good hands, rely on us, rely on it, reliable`,
  guarantee: `never gets, never misses, never miss, never breaks, the only app, money back,
    money back, money-back, we promise, I promise, promise that, zero downtime, no downtime, never down, never goes down,
    never fails, always available, always up, always on, 100% uptime, uptime, 99.9%, 99.99%, 100%, warranty, refund if`,
  compliant: `meets the standard, meets all, in line with the law, GDPR-ready, audited, auditor, audit, audits, ISO, SOC, HIPAA, PCI,
    NIS2, DORA, AI Act, eIDAS, approved by the authorities, officially recognised`,
  certified: `seal of approval, certificate of conformity, accredited, accreditation`,
  accuracy: ` precise to, precision of, error-free, without errors, without a single error, no errors, zero errors, infallible,
    never wrong, always right, correct every time, error rate`,
  proven: `scientifically, studies show,  independently tested, verified by, verified`,
  seguro: `protegido, protegida, protegidos, protegidas, proteger os, proteção, cifrado, cifrada, cifradas, cifrados, à prova de, inviolável, inviolabilidade,
    blindado,   ninguém lê, ninguém vê, ninguém mais, ponta a ponta, nunca perde, nada se perde, sem risco, sem riscos, fiável,
    de confiança`,
  conformidade: `em regra, cumpre a lei, cumprem a lei, cumpre o RGPD, auditado, auditada, auditados, auditoria, auditorias, acreditado, norma ISO, ISO`,
  garantia: `nunca mais, prometido, prometida, nunca erra, a única aplicação,
    garantido, garantida, garantidos, garantimos, garanto, prometo, prometemos, nunca falha, sempre disponível, sem falhas, sem erros, exatidão,
      infalível, devolvemos o dinheiro, 100%, 99%`,
  // Tax, invoicing, deductions
  tax: `taxes, taxed, taxable, taxation, tax bracket,  fiscal year, income statement, annual return, annual accounts, organised accounting,
    organized accounting, simplified regime, simplified scheme, capital gains, write off, write-off, written off, turnover threshold, exempt,
    exemption, exempted, mileage, per diem, customs, import duty, customs duty, reverse-charge, double taxation, OSS, VIES, intrastat, place of
    supply, dividends, dividend, depreciate, self-employed, sole trader`,
  vat: `the 23%, at 23%, 6% rate, reduced rate, standard rate, small business exemption`,
  invoice: `billed, bill them, bill him, bill her, bill the, billing, pro forma, purchase order, payment reference, proof of payment, unpaid,
    overdue payment, payment reminder, how do I book, book the payment, book the refund, book it as`,
  deductible: `on the company, pay myself, draw from the company, donation, company car,
    claim back, claim the, reclaim, count as a cost, count as an expense, as a business expense, business expense, business use, put it
    through the company, through the company, tax relief, home office`,
  bookkeeping: `accountant, accounting,   our books, bank statement, reconcile, reconciliation, balance sheet, profit and loss, P&L,
    amortise, amortisation, close the books, close our books, keep the books, the October books, month-end, close the month, close the year, year-end, ledger account, SNC`,
  payroll: `salary, salaries, wage, wages, hire somebody, hire someone, first employee, employee, employees, holiday pay, sick pay, pension, 
     intern, internship`,
  imposto: `impostos, tributado, tributada, tributação, tributar, escalão, rendimentos, modelo 3, declaração periódica, declaração trimestral, declaração anual,
    declaração de IVA, coima, coimas, mais-valias, isenção, isento, isenta, regime simplificado,  código de atividade, CAE, abrir atividade,
    fechar atividade, atividade aberta, ajudas de custo, ato isolado, trabalhador independente, recibos verdes, quilómetros, alfândega, direitos aduaneiros,
    dividendos, à taxa de, taxa reduzida, taxa normal, autoridade tributária,  e-fatura, IRC, IES, DMR, SAFT, ATCUD, derrama, retido, reteve, retêm, reter, retiveram`,
  fatura: `faturar, faturação, faturado, faturei, faturado, fatura-recibo, nota de débito, comprovativo, comprovativos, por pagar, pagamento em atraso, referência multibanco,
    número de contribuinte,  com NIF, emitir`,
  dedutivel: `meter o almoço, meter a gasolina, meter o jantar, em nome da empresa, talão, talões, donativo, pagar-me a mim,
    deduzir, deduzo, deduz, dedução, deduções, abater, abato, abate nos, posso abater, meter na empresa, pôr na empresa, pela empresa, como gasto, como custo, uso profissional,
    reaver o`,
  contabilidade: `balancete,  fecho do mês, fecho do ano, fechar o mês, fechar o ano, extrato bancário,  amortização, amortizar, reconciliação, reconciliar, lançar
    a despesa, contas do ano, TOC, guardar os papéis`,
  "seguranca social": `salário, salários, ordenado, subsídio de férias, subsídio de natal, vencimento, empregado, empregada, contratar alguém, estagiário, estágio, 
     descontos, baixa médica`,
  // Spending, pricing, margin
  budget: `pay myself, instead of monthly, once a year instead, monthly fee, yearly fee, wants a refund, his money back, her money back, their money back, on sale,
    runway, burn rate, cash flow, cashflow, forecast, break even, break-even, profit, profits, profitable, loss of, loan, credit line, overdraft, savings,
    money left, money in the bank, bank balance, how much money, how much does it, how much would it, how much can we, how much did, too expensive, expensive, cheaper, 
    payback, return on investment, invest, investment, EUR a month, EUR per month, EUR a year, euros a month, a month for, quote from, quotation`,
  price: `pricing, charge more, charge less, charge for, charge them, cost more, free tier, free plan, freemium,  rate card, per seat, per shop, per boat, how much should`,
  orcamento: `tesouraria, liquidez, empréstimo, lucro, lucros, rentável, dinheiro no banco, dinheiro na conta,  quanto custa, quanto gastámos, quanto gastamos, quanto temos,
    quanto dinheiro, mais caro, mais barato,   investimento, investir, EUR por mês, euros por mês, por mês a`,
  preco: `preçário,     versão gratuita, plano gratuito, gratuito, grátis, quanto cobrar`,
  // Architecture, infrastructure, product internals
  architecture: `index to the, orders table, database table, add a column, foreign key, whole memory, source code,
    queue, queues, endpoint, latency, cron, container, containers, docker, microservice, load balancer, cache, caching, schema,   SQL,  
    refactor, refactoring,  codebase,  framework,   repository, pull request, test suite, unit tests, race condition,
    memory leak, sync engine, the sync, offline mode, encryption key, key rotation, password hashing, hash passwords, single sign-on, OAuth, rate limit,  
     nightly job,    DNS,  TLS, staging,   rollback, hotfix, version bump, upgrade to,  technical debt`,
  agent: `prompt, prompts, MCP, memory server, model we use, language model, LLM, tokens, which model, skill file, Copilot`,
  outage: `down since, was down, went down, is down, crash, crashes, crashed, slow since, timeout, timeouts,   data loss, corrupted`,
  arquitetura: `índice à tabela, índice na tabela, tabela de encomendas, nova coluna, código fonte,
    fila, latência, contentor, contentores, cache,    reescrever, refazer o código, refatorar,     repositório,
    testes automáticos, sincronização, modo offline, chave de cifra, registos de erro, monitorização, armazenamento, DNS,  versão nova da base, atualizar o servidor,
    migrar, migração, cópias noturnas, cópia noturna, ir abaixo, foi abaixo, em baixo, caiu, restauro, restaurar, modelo de linguagem, pipeline`,
  // Revenue strategy, direction
  strategy: `company of one, where we want to be, what we want to become, grow the company, hire or stay, stay small,
    vision, our direction, direction of the company,  what to focus on, focus on, focus only, bet on, the bet, bets, drop Sargaço, give up on, shut down the, discontinue, kill the product,
    sunset, sell the company, sell the business, acquire, acquired, acquisition, buy us, merge with, merger, investor, investors, venture capital, raise money, funding round, partner with, partnership, joint
    venture, competitor, competitors, new market, new markets, expand to, expansion, enter the, next five years,  long-term plan, which product, a second product, another product,
    put everything into, north star, mission, OKR, OKRs`,
  estrategia: `empresa de uma pessoa, onde queremos estar, o que queremos ser, crescer ou ficar, ficar pequeno,
    visão,   rumo, em que apostar, apostar, aposta, parceria, parceiro, investidor, investidores, capital de risco, concorrente, concorrentes, concorrência, vender a empresa,
    comprar a empresa, comprar-nos, fusão, abandonar, desistir do, desistir da, deixar cair, descontinuar, novo mercado, novos mercados, expandir, expansão, próximos anos,  plano a longo prazo,
    que produto, segundo produto, outro produto`,
  // Launches, public messaging, positioning
  launch: `go live, goes live, going live, went live, tweet, tweets,  blog,  tagline, slogan, elevator pitch, pitch deck, podcast,  media kit, Product Hunt, Hacker News, social media, LinkedIn,
    Instagram, SEO, brochure, flyer,  trade fair, fair stand, booth, testimonial, testimonials, case study, teaser, messaging, brand voice, our voice, mailing to all, ad campaign, advert, advertisement, ads`,
  lancamento: `publicar, publicamos, publicado, redes sociais, imprensa, jornalista, entrevista, cartaz, folheto, panfleto, boletim, slogan,  blogue, blog, anúncios, publicidade, LinkedIn, Instagram,  testemunho,
    testemunhos, caso de estudo, posicionamento, mensagem pública, título da página`,
  // Work across departments
  coordinate: `who does what, each department, every department, more than one department, two departments, three departments, other departments, hand over, hands over, handed over, handoff, hand-off,
    waits for another, who takes over, take over from, split the work`,
  coordenar: `quem faz o quê, cada departamento, todos os departamentos, dois departamentos, três departamentos, outro departamento, outros departamentos, passar o trabalho, passagem de, em conjunto com, dividir o trabalho,
    quem fica com, entregar ao departamento`,
  // The founder
  "customer data": `customer table, our logs for, list of our users, downloaded the whole,
    data of customers, customers' data, export of customers, export all customers, customer export, customer records, users' data, user records, database of customers, mailing list, email list, emails of our,
    email addresses of, erase everything, delete everything, erase his, erase her, erase their, delete my data, delete his data, delete her data, delete their data, delete me, forget me, what we hold on, data we hold,
    access request, data about me, data on me, close account, closes their account, data breach, leaked, sell data`,
  "dados de clientes": `dados dos clientes, dados do cliente, exportar clientes, exportação de clientes, base de clientes, lista de emails, lista de e-mails, lista de contactos, apagar tudo, apaguemos tudo, apague tudo, apagar os dados,
    apaguemos os dados, eliminar os dados, dados que temos, tudo o que temos sobre, os meus dados, ver os dados, fuga de dados`,
};

const byFolded = new Map(
  Object.entries(FAMILIES).map(([signal, phrases]) => [
    signal,
    phrases
      .split(",")
      .map((phrase) => phrase.replaceAll(/\s+/g, " ").trim())
      .filter(Boolean),
  ]),
);

/** Further words and phrases that mean the signal; none for a signal that is not known. */
export function familyOf(signal: string): readonly string[] {
  const folded = signal.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
  return byFolded.get(folded) ?? [];
}
