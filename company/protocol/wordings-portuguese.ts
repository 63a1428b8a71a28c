/**
 * Portuguese wordings of the signals of "Review triggers", written as in `wordings-english.ts`; "do", "da",
 * "dos" and "das" are one with "de" when a text is read.
 */

/** For the lawyer as personal data, for the founder as data of customers. */
const DADOS_SOBRE_CLIENTES = `
    apagar os dados, apagar tudo, apague tudo, apaguemos, dados do cliente, dados que temos,
    eliminar os dados, fuga de dados, lista de contactos, lista de emails, nomes e contactos,
    nomes e moradas, nomes e telefones, os meus dados, tudo o que temos`;

export const PORTUGUESE_WORDINGS: Readonly<Record<string, string>> = {
  // Spending, pricing, margin
  preco: `
    cobramos, cobrar aos, cobrar mais, cobrar menos, cobrarmos, de borla, grátis, gratuito,
    plano mensal, plano pago, por cento, preçário, quanto cobrar, tarifário, versão gratuita`,
  reembolso: `
    devolvemos o dinheiro, devolver o dinheiro, devolver-lhe, o dinheiro de volta`,
  orcamento: `
    dinheiro na conta, empréstimo, EUR por mês, euros por mês, investimento, investir, lucro,
    mais barato, mais caro, quanto custa, quanto gastamos, quanto temos, rentável, tesouraria`,
  custo: `
    a renda, aluguer, conta da luz, débito direto, poupança, tarifa`,
  comprar: `
    alugar, comprei, contratámos, contratar um, contratar uma, em segunda mão, encomendar um,
    encomendei, mandar fazer, renovar, renovei`,
  // Tax, invoicing, deductions
  imposto: `
    à taxa de, abrir atividade, ajudas de custo, alfândega, ATCUD, CAE, coima, declaração anual,
    declaração de IVA, declaração periódica, declaração trimestral, derrama, dividendos, DMR,
    e-fatura, entregar a declaração, escalão, fisco, IES, IRC, isenção, isenta, isento, mais-valias,
    quilómetros, recibo verde, recibos verdes, regime simplificado, rendimentos, reter, retido,
    SAFT, taxa normal, taxa reduzida, trabalhador independente, tributação, tributar`,
  fatura: `
    com NIF, comprovativo, emitir, fatura-recibo, faturação, faturado, faturar, nota de débito,
    nota fiscal, número de contribuinte, por pagar, referência multibanco`,
  dedutivel: `
    abater, abato, como custo, como gasto, dedução, deduções, deduz, deduzir, deduzo, donativo,
    em nome da empresa, gasóleo, gasolina, meter na empresa, meter o almoço, nas despesas,
    pela empresa, pôr na empresa, talão, talões, uso profissional`,
  contabilidade: `
    amortização, amortizar, balancete, contas do ano, extrato bancário, fechar o ano, fechar o mês,
    fecho do ano, fecho do mês, reconciliação, reconciliar`,
  "seguranca social": `
    baixa médica, contratar alguém, empregada, empregado, estagiário, estágio, ordenado, salário,
    subsídio de férias, vencimento`,
  // Privacy
  "dados pessoais": `${DADOS_SOBRE_CLIENTES},
    a terceiros, anonimizar, apagar a conta, cartão de cidadão, CNPD, com terceiros, contar visitas,
    dados de saúde, data de nascimento, direito ao esquecimento, eliminar tudo, encerrar a conta,
    estatísticas de visitas, fechar a conta, fotografia dela, fotografia dele,
    fotografias de pessoas, gravar as chamadas, moradas, no meu portátil, numa pen,
    números de telefone, o que sabemos sobre, partilhar dados, passaporte, pedir autorização,
    quanto tempo guardamos, sem autorização, sem perguntar, subcontratante, telefone dela,
    telefone dele, titular dos dados, violação de dados`,
  "dados de clientes": `${DADOS_SOBRE_CLIENTES},
    base de clientes, dados dos clientes, exportar clientes, o que temos sobre`,
  // Contracts, terms, liability
  contrato: `
    aditamento, carta de intenções, exclusividade, fidelização, minuta, NDA, nível de serviço,
    por escrito, prestação de serviços, prometi a, rescindir, rescisão, tempo de resposta`,
  acordo: `
    assinada, assinado, assinar o, assinarmos, assinatura de, assinei, assinou, para assinar,
    por assinar`,
  termos: `
    aviso legal, condições de utilização, condições de venda, condições gerais, devoluções,
    letras pequenas, livre resolução, política de cancelamento, política de devolução`,
  responsabilidade: `
    acidente, afogou-se, culpa, danos, ferida, ferido, feriu-se, indemnização, indemnizar, morreu,
    perdeu o dia, perdeu um dia, prejuízo, quem paga se, quem responde, responsabilizar, seguradora,
    somos responsáveis`,
  "direitos de autor": `
    citar a cliente, citar o cliente, copiaram, da internet, de quem é o código, dono do código,
    foto que encontrei, nome da loja, nome do cliente, permissão para usar, plágio,
    propriedade intelectual, sem permissão, usar a foto, usar a fotografia, usar o logo,
    usar o nome`,
  "marca registada": `
    igual à nossa, igual ao nosso, INPI, nome igual, o mesmo nome, quase igual, registar a marca,
    registar o nome`,
  reclamacao: `
    ameaça, ameaçam, ameaçou, arbitragem, ASAE, DECO, intimação, livro de reclamações,
    processo judicial, provedor, queixa, queixou-se`,
  advogado: `
    alvará, autorização, diretiva, fiscalização, ilegal, inspeção, legal, legalmente, lei,
    licenciamento, multa, regulador, regulamento`,
  // Trust, security and compliance wording
  seguro: `
    à prova de, blindado, cadeado, cifrada, cifrado, em boas mãos, fiável, inviolável, ninguém mais,
    ninguém vê, nunca perde, ponta a ponta, proteção, protegida, protegido, sem risco, só quem`,
  garantia: `
    100%, 99%, exatidão, garantida, garantido, garantimos, garanto, infalível, nunca erra,
    nunca falha, nunca mais, prometido, prometo, sem erros, sem falhas, sempre disponível`,
  conformidade: `
    acreditado, aprovado pela, aprovado por, auditada, auditado, auditoria, cumpre a lei,
    cumpre o RGPD, ISO, recomendado por`,
  // Architecture, infrastructure, product internals, how our agents work
  arquitetura: `
    armazenamento, bloqueou, cache, caiu, código fonte, contentor, cópia noturna, cópias noturnas,
    DNS, duas máquinas, em baixo, encravou, fila, foi abaixo, ir abaixo, latência, migração, migrar,
    modelo de linguagem, monitorização, nova coluna, outra máquina, pipeline, Postgres, reescrever,
    refatorar, registos de erro, reiniciar, reiniciei, reiniciou, réplica, repositório, restaurar,
    restauro, sincroniza, sincronização, sincronizar, SQLite, testes automáticos`,
  agente: `
    as instruções, modelo mais barato, modelo mais pequeno`,
  // Revenue strategy, direction
  estrategia: `
    abandonar, acabar com, aposta, apostar, capital de risco, comprar a empresa, concorrência,
    concorrente, daqui a, deixar cair, deixar de fazer, deixar de vender, descontinuar, desistir do,
    expandir, expansão, fusão, investidor, investidores, nicho, novo mercado, novos mercados,
    onde queremos, outro produto, parar o, parceiro, parceria, próximos anos, que produto, rumo,
    segmento, segundo produto, vender a empresa, vender também em, visão, viver só de`,
  // Launches, public messaging, positioning
  lancamento: `
    a toda a gente, abrir ao público, anúncios, aos leitores, blog, blogue, boletim, cartaz,
    caso de estudo, entrevista, folheto, imprensa, Instagram, jornal, jornalista, LinkedIn,
    panfleto, posicionamento, primeira página, publicado, publicamos, publicar, publicidade,
    publique, rádio, redes sociais, revista, slogan, testemunho`,
  // Work across departments
  coordenar: `
    cada departamento, dividir o trabalho, dois departamentos, em conjunto com,
    envolve toda a gente, envolve todos, espera pela, espera pelo, outro departamento,
    outros departamentos, passar o trabalho, por que ordem, quem faz o quê, quem fica com,
    três departamentos`,
};
