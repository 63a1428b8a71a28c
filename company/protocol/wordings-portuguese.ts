/**
 * Portuguese wordings of the signals of "Review triggers", written as in `wordings-english.ts`; "do", "da",
 * "dos" and "das" are one with "de" when a text is read.
 */

/** For the lawyer as personal data, for the founder as data of customers. */
const DADOS_SOBRE_CLIENTES = `
    apagar os dados, apagar tudo, apague tudo, apaguemos os dados, apaguemos tudo, dados do cliente,
    dados que temos, eliminar os dados, fuga de dados, lista de contactos, lista de e-mails,
    lista de emails, nomes e contactos, nomes e moradas, nomes e telefones, os meus dados,
    tudo o que temos sobre, ver os dados`;

export const PORTUGUESE_WORDINGS: Readonly<Record<string, string>> = {
  // Spending, pricing, margin
  preco: `
    a metade do preço, cobramos, cobrar aos, cobrar às, cobrar mais, cobrar menos, cobrarmos,
    de borla, grátis, gratuito, oferecer o primeiro mês, plano anual, plano mais barato,
    plano mais caro, plano mensal, plano pago, por cento de desconto, preçário, quanto cobrar,
    tarifário, taxa de adesão, versão gratuita`,
  reembolso: `
    devolvamos, devolvemos o dinheiro, devolver o dinheiro, devolver o que pagou, devolver-lhe,
    o dinheiro de volta`,
  orcamento: `
    dinheiro na conta, dinheiro no banco, empréstimo, EUR por mês, euros por mês, investimento,
    investir, liquidez, lucro, mais barato, mais caro, por mês a, quanto custa, quanto dinheiro,
    quanto gastamos, quanto temos, rentável, tesouraria`,
  custo: `
    a renda, aluguer, compensa o, conta da água, conta da luz, débito direto, pôr de lado, poupança,
    renda do, rendimento mensal, tarifa`,
  comprar: `
    alugar, aluguei, contratámos, contratar a, contratar o, contratar um, contratar uma, contratei,
    em segunda mão, encomendar um, encomendar uma, encomendei, mandar fazer, renovar, renovei`,
  // Tax, invoicing, deductions
  imposto: `
    à taxa de, abrir atividade, ajudas de custo, alfândega, ATCUD, atividade aberta, ato isolado,
    autoridade tributária, CAE, código de atividade, coima, declaração anual, declaração de IVA,
    declaração do ano, declaração do mês, declaração do trimestre, declaração periódica,
    declaração trimestral, derrama, direitos aduaneiros, dividendos, DMR, e-fatura,
    entrega da declaração, entregar a declaração, escalão, fechar atividade, fisco, IES, impostos,
    IRC, isenção, isenta, isento, mais-valias, modelo 3, pagar ao estado, quilómetros, recibo verde,
    recibos verdes, reembolso do estado, regime simplificado, rendimentos, retêm, reter, reteve,
    retido, retiveram, SAFT, taxa normal, taxa reduzida, trabalhador independente, tributação,
    tributada, tributado, tributar`,
  fatura: `
    com NIF, comprovativo, emitir, fatura-recibo, faturação, faturado, faturar, faturei,
    nota de débito, número de contribuinte, pagamento em atraso, por pagar, referência multibanco`,
  dedutivel: `
    abate nos, abater, abato, como custo, como gasto, dedução, deduções, deduz, deduzir, deduzo,
    despesa da firma, despesas da empresa, despesas da firma, donativo, em nome da empresa, gasóleo,
    gasolina, meter na empresa, meter o almoço, meter o jantar, nas despesas, pagar-me a mim,
    parte da casa, parte da luz, pela empresa, pôr na empresa, reaver o, talão, talões,
    uso profissional`,
  contabilidade: `
    amortização, amortizar, balancete, contas do ano, extrato bancário, fechar o ano, fechar o mês,
    fecho do ano, fecho do mês, guardar os papéis, lançar a despesa, reconciliação, reconciliar, TOC`,
  "seguranca social": `
    baixa médica, contratar alguém, descontos, empregada, empregado, estagiário, estágio, ordenado,
    salário, subsídio de férias, subsídio de natal, vencimento`,
  // Privacy
  "dados pessoais": `${DADOS_SOBRE_CLIENTES},
    a terceiros, anonimizar, apagar a conta, apagarmos, cara dela, cara dele, cartão de cidadão,
    CNPD, com terceiros, contador de visitas, contar visitas, dados da loja, dados de saúde,
    dados que guardamos, data de nascimento, direito ao esquecimento, eliminar tudo,
    encarregado de proteção, encerrar a conta, estatísticas de visitas, fecha a conta,
    fechar a conta, fotografia dela, fotografia dele, fotografias de pessoas, gravação de chamadas,
    gravar a conversa, gravar as chamadas, gravar chamadas, guardar cópias, moradas,
    no meu portátil, nomes e números, numa pen, número dela, número dele, números de telefone,
    o que há sobre, o que sabemos sobre, os dados dela, os dados dele, partilhámos, partilhar dados,
    passaporte, pedir autorização, quanto tempo guardamos, remover os dados, sabem de mim,
    seguir as visitas, sem autorização, sem lhe perguntar, sem perguntar, subcontratante,
    telefone dela, telefone dele, têm sobre mim, titular dos dados, violação de dados`,
  "dados de clientes": `${DADOS_SOBRE_CLIENTES},
    apagarmos tudo, base de clientes, dados dos clientes, exportação de clientes, exportar clientes,
    moradas de todas, nomes de todas, nomes de todos, o que temos sobre`,
  // Contracts, terms, liability
  contrato: `
    aditamento, carta de intenções, comprometemo-nos, denunciar o contrato, exclusividade,
    fidelização, minuta, NDA, nível de serviço, por escrito, prestação de serviços, prometemos a,
    prometemos-lhes, prometi a, protocolo de cooperação, rescindir, rescisão, tempo de resposta`,
  acordo: `
    assinada, assinado, assinar o, assinar os papéis, assinarmos, assinássemos, assinatura de,
    assinei, assinemos, assinou, para assinar, pede que assine, por assinar, quer que assine`,
  termos: `
    aviso legal, condições de utilização, condições de venda, condições gerais, devoluções,
    direito de arrependimento, letra pequena, letras pequenas, livre resolução,
    política de cancelamento, política de devolução, política de reembolso`,
  responsabilidade: `
    a culpa é nossa, acidente, afogou-se, culpa-nos, danos, de quem é a culpa, ferida, ferido,
    feriu-se, indemniza, indemnização, indemnizações, indemnizar, morreu, perderam um dia,
    perdeu o dia, perdeu um dia, por culpa nossa, por nossa causa, prejuízo, quem é responsável,
    quem paga se, quem responde, responsabiliza, responsabilizar, seguradora,
    seguro de responsabilidade, somos responsáveis`,
  "direitos de autor": `
    citar a cliente, citar o cliente, copiaram, copiou o nosso, da internet, de quem é o código,
    dono do código, foto do cliente, foto que encontrei, fotografia do cliente,
    fotografia que encontrei, imagem que encontrei, nome da loja, nome do cliente,
    permissão para usar, plágio, propriedade intelectual, sem permissão, usar a foto,
    usar a fotografia, usar as fotografias, usar as fotos, usar o logo, usar o logótipo, usar o nome`,
  "marca registada": `
    copiaram-nos, igual à nossa, igual ao nosso, INPI, logótipo igual, nome igual, o mesmo nome,
    parecida com a nossa, parecido com o nosso, quase igual, registar a marca, registar o nome`,
  reclamacao: `
    ameaça, ameaçam, ameaçou, arbitragem, ASAE, DECO, intimação, livro de reclamações,
    notificação judicial, pôr-nos em tribunal, processar-nos, processo judicial, provedor, queixa,
    queixou-se`,
  advogado: `
    alvará, autorização, diretiva, é permitido, fiscalização, ilegal, inspeção, legalmente, lei,
    licenciamento, multa, regulador, regulamento`,
  // Trust, security and compliance wording
  seguro: `
    à prova de, blindado, cadeado, cifrada, cifrado, de confiança, em boas mãos, fiável,
    inviolabilidade, inviolável, nada se perde, não perdemos, não se perde, não se perdem,
    ninguém além, ninguém lê, ninguém lhes toca, ninguém mais, ninguém toca, ninguém vê,
    nível bancário, nunca perde, ponta a ponta, proteção, proteger os, protegida, protegido,
    sem risco, só a loja, só o cliente, só o dono, só quem`,
  garantia: `
    100%, 99%, a única aplicação, devolvemos o dinheiro, exatidão, garantida, garantido, garantimos,
    garanto, infalível, nunca erra, nunca falha, nunca mais, prometemos, prometida, prometido,
    prometo, sem erros, sem falhas, sempre disponível`,
  conformidade: `
    acreditado, aprovada pela, aprovada por, aprovado pela, aprovado pelo, aprovado por, auditada,
    auditado, auditoria, cumpre a lei, cumpre o RGPD, cumpre todas, cumprem a lei, cumprimos todas,
    em regra, ISO, recomendado pela, recomendado pelo, seguimos as regras`,
  // Architecture, infrastructure, product internals, how our agents work
  arquitetura: `
    armazenamento, atualizar o servidor, bloqueou, cache, caiu, chave de cifra, código fonte,
    contentor, contentores, cópia noturna, cópias noturnas, DNS, duas máquinas, em baixo, encravou,
    fila, foi abaixo, índice à tabela, índice na tabela, ir abaixo, latência, migração, migrar,
    modelo de linguagem, modo offline, monitorização, nova coluna, numa só máquina, outra máquina,
    outra região, pipeline, por baixo do capô, Postgres, reescrever, refatorar, refazer o código,
    registos de erro, reiniciar, reiniciei, reiniciou, réplica, replicado, repositório, restaurar,
    restauro, segunda região, sincroniza, sincronização, sincronizar, SQLite, tabela de encomendas,
    testes automáticos, uma só máquina, versão nova da base`,
  agente: `
    as instruções, instruções do, modelo mais barato, modelo mais pequeno`,
  // Revenue strategy, direction
  estrategia: `
    abandonar, acabar com a, acabar com o, aposta, apostar, capital de risco, comprar a empresa,
    comprar-nos, concorrência, concorrente, crescer ou ficar, daqui a cinco anos, daqui a dois anos,
    daqui a três anos, deixar cair, deixar de fazer, deixar de vender, deixarmos de vender,
    descontinuar, desistir do, empresa de uma pessoa, expandir, expansão, fechar o, ficar pequeno,
    ficar só com, ficarmos só com, ficássemos só com, fusão, investidor, investidores, nicho,
    novo mercado, novos mercados, o que queremos ser, onde queremos estar, outro produto, parar o,
    parceiro, parceria, plano a longo prazo, próximos anos, que produto, rumo, segmento,
    segundo produto, vendemos também em, vender a empresa, vender lá fora, vender também em, visão,
    viver só de, vivêssemos de`,
  // Launches, public messaging, positioning
  lancamento: `
    a toda a gente, abrir ao público, anúncios, aos leitores, avisar os leitores, blog, blogue,
    boletim, cartaz, caso de estudo, entrevista, folheto, imprensa, Instagram, jornal, jornalista,
    LinkedIn, mensagem pública, página de entrada, panfleto, posicionamento, primeira página,
    publicado, publicamos, publicar, publicava, publicava-o, publicidade, publique, rádio,
    redes sociais, revista, slogan, testemunho, título da página`,
  // Work across departments
  coordenar: `
    cada departamento, dividir o trabalho, dois departamentos, em conjunto com,
    entregar ao departamento, envolve toda a gente, envolve todos, espera pela, espera pelo,
    mexe com toda a gente, mexe com todos, outro departamento, outros departamentos, passagem de,
    passar o trabalho, por que ordem, quem faz o quê, quem fica com, todos os departamentos,
    três departamentos`,
};
