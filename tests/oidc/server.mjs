// A provider of identities on loopback that behaves as ProConnect does: it knows the scopes and claims of public
// agents, refuses parameters that it does not know and random values that are too short, wants S256, keeps a code
// for thirty seconds, and signs what it says of a person. Its configuration comes as JSON on standard input.
import { readFileSync } from "node:fs";
import { Provider } from "oidc-provider";

const told = JSON.parse(readFileSync(0, "utf8"));
const accounts = new Map(Object.entries(told.accounts));
const KNOWN = new Set([
  "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "claims", "acr_values", "prompt",
  "login_hint", "code_challenge", "code_challenge_method", "code", "id_token_hint", "siret_hint",
]);
const SHORTEST = 32;

const provider = new Provider(told.issuer, {
  clients: told.clients,
  jwks: { keys: told.keys },
  scopes: ["openid", "given_name", "usual_name", "email", "uid", "siret", "idp_id"],
  claims: {
    openid: ["sub"],
    amr: null,
    email: ["email", "email_verified"],
    ...Object.fromEntries(["given_name", "usual_name", "uid", "siret", "idp_id"].map((name) => [name, [name]])),
  },
  features: {
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    jwtUserinfo: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      // ProConnect asks nothing: who shows the token is signed out.
      logoutSource: (ctx, form) => {
        ctx.body = `<!doctype html><html lang="fr"><title>Déconnexion</title>${form}
          <button form="op.logoutForm" name="logout" value="yes">Se déconnecter du fournisseur</button></html>`;
      },
    },
  },
  pkce: { required: () => true },
  ttl: { AuthorizationCode: 30, AccessToken: 60, IdToken: 60, Interaction: 600, Session: 600, Grant: 600 },
  cookies: { keys: ["a key for tests"] },
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  conformIdTokenClaims: true,
  findAccount: (_ctx, id) =>
    accounts.has(id) ? { accountId: id, claims: () => ({ sub: id, ...accounts.get(id) }) } : undefined,
  // Agents are not asked whether their administration may know them.
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope([...ctx.oidc.requestParamScopes].join(" "));
    grant.addOIDCClaims(["amr"]);
    await grant.save();
    return grant;
  },
});

function refuse(ctx, why) {
  ctx.status = 400;
  ctx.body = { error: "invalid_request", error_description: why };
}

async function form(ctx) {
  let text = "";
  for await (const part of ctx.req) text += part;
  return new URLSearchParams(text);
}

async function interact(ctx, uid) {
  if (ctx.method === "GET") {
    ctx.type = "html";
    ctx.body = `<!doctype html><html lang="fr"><title>Fournisseur d'essai</title><form method="post">
      <label>Identifiant <input name="who" autofocus></label><button>S'identifier</button>
      <button name="stop" value="1">Renoncer</button></form></html>`;
    return;
  }
  const said = await form(ctx);
  const result = said.get("stop")
    ? { error: "access_denied", error_description: "given up" }
    : { login: { accountId: said.get("who"), amr: ["pwd", "mfa"] } };
  await provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  ctx.respond = false;
}

provider.use(async (ctx, next) => {
  const interaction = /^\/interaction\/([\w-]+)$/.exec(ctx.path);
  if (interaction) return interact(ctx, interaction[1]);
  if (ctx.path === "/test/account") {
    const said = await form(ctx);
    accounts.set(said.get("sub"), JSON.parse(said.get("claims")));
    ctx.status = 204;
    return;
  }
  if (ctx.path === "/auth") {
    const asked = Object.keys(ctx.query);
    const foreign = asked.filter((name) => !KNOWN.has(name));
    if (foreign.length) return refuse(ctx, `unknown parameter ${foreign[0]}`);
    for (const name of ["state", "nonce"]) {
      if (String(ctx.query[name] ?? "").length < SHORTEST) return refuse(ctx, `${name} is too short`);
    }
  }
  return next();
});
provider.on("server_error", (_ctx, error) => console.error(error));

const server = provider.listen(told.port, "127.0.0.1", () => console.log("listening"));
process.on("SIGTERM", () => server.close(() => process.exit(0)));
