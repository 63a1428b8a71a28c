/** Words that say nothing in a question, and words that mean the same in business, English and Portuguese. */

const STOP_TEXT = `
a about all also am an and any are as at be been but by can could did do does for from had has have he her
here him his how i if in into is it its me my no not of on or our please she should so some tell than that
the their them then there these they this those to up us was we were what when where which who why will
with would you your
agora ainda algum alguma ao aos aqui as assim ate com como da das de dela dele deles do dos e ela ele eles
em era essa esse esta estao estas este estes eu foi ha isso isto ja la lhe mais mas me meu minha muito na
nas nem no nos nossa nosso num numa o onde os ou para pela pelo pelos por porque qual quais quando quanto
quantos que quem se sem ser seu sua sao sobre temos tem tinha um uma umas uns vai vamos voce
`;

/** Folded, as the words of a question are. */
export const STOP_WORDS: ReadonlySet<string> = new Set(STOP_TEXT.split(/\s+/).filter(Boolean));

/** One line: words that a person may use for the same thing, in either language. */
const GROUPS = `
price pricing preco tarifa fee
discount desconto
cost custo expense despesa spend spending gasto
budget orcamento
margin margem
revenue receita income turnover faturacao
profit lucro
cash tesouraria caixa
invoice fatura bill recibo receipt
tax imposto iva vat
refund reembolso
payment pagamento pay pagar
salary salario
bank banco
accountant contabilista
lawyer advogado
client customer cliente
supplier fornecedor vendor
subscriber assinante subscription assinatura
user utilizador
product produto
launch lancamento release
deadline prazo due
decision decisao decide decided decidimos
lesson licao learned aprendemos
mistake erro error falha bug
meeting reuniao
contract contrato agreement acordo
terms termos
privacy privacidade
law lei legal
company empresa
founder fundador
team equipa
month mes monthly mensal
quarter trimestre quarterly trimestral
year ano annual anual yearly
week semana weekly semanal
day dia daily diario
today hoje
server servidor
database base
backup copia
security seguranca safe secure seguro
outage avaria downtime
website site sitio
newsletter boletim
campaign campanha
post publicacao article artigo
metric metrica number numero
churn cancelamento
growth crescimento
trend tendencia
market mercado
competitor concorrente
risk risco
plan plano roadmap
goal objetivo objective
increase aumento subida
review revisao
test teste
return declaracao filing
contribution contribuicao
insurance seguro apolice
liability responsabilidade
renewal renew renovacao renovar
domain dominio
hosting alojamento
shop loja store
order encomenda pedido
document documento
file ficheiro
mail email correio
notice aviso notificacao
key chave
account conta
balance saldo
free gratis gratuito
card cartao
transfer transferencia
signed assinado sign assinar
member membro
country pais
state estado
reader leitor
forecast previsao
availability disponibilidade uptime
supplier fornecedor provider
employee empregado trabalhador staff
hire contratar recruit
office escritorio
partner parceiro socio
investor investidor
loan emprestimo
debt divida
late atrasado delay atraso
begin start comecar inicio
end fim terminar
buy comprar purchase compra
sell vender sale venda
sent enviado send enviar
missing falta
request pedido
problem problema issue
cause causa
result resultado outcome
reason razao motivo
change mudanca mudar alteracao
hour hora
minute minuto
morning manha
holiday feriado ferias
support suporte apoio
training formacao
software programa
language linguagem
password senha
data dados
export exportacao
import importacao
encrypted encriptado cifrado
`;

/** Each word with the others of its groups. */
export const BUSINESS_WORDS: ReadonlyMap<string, readonly string[]> = byWord(GROUPS);

function byWord(groups: string): Map<string, string[]> {
  const words = new Map<string, string[]>();
  for (const line of groups.trim().split("\n")) {
    const group = line.split(" ");
    for (const word of group) {
      const others = new Set([...(words.get(word) ?? []), ...group]);
      others.delete(word);
      words.set(word, [...others]);
    }
  }
  return words;
}
