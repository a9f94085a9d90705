/**
 * Words of FedCM, OAuth, OpenID Connect, HTTP and the web platform, as they stand in names of members and headers, in
 * paths, and in what browsers write. No word here is a person's name, or a secret by itself.
 */
export const PROTOCOL_WORDS = `
a about abort aborted accept access account accounts active activation address admin advice after age agent alg algorithm
all allow allowed allowlist already always amr an android any api app apple application approved apps apu apv aria array as
assert assertion asset assets async at attempt aud audience audit auth authn authority authorization authorize authorized
auth0 auto available avatar azp background bad base64 base64url basic be bearer been before birthdate blink block blocked
body boolean both branding browser buffer build bundle button by bytes c cache cached call callback cancel cancelled
canceled cannot captcha carousel case catch cb ceil certificate challenge change changed charset check chrome chromium
chunk claim claims class clear client clients clientid close closed cnf code color colour com common complete conditional
config configs configuration confirm conflict connect connected connecting connection consent console constructor
consumer container content context continuation continue control cookie cookies cool cooldown cors count country create
created credential credentials credentialless cross crv cryptography css csp csrf cty current customer dashboard data date
day days deadline decline declined default delay delegation delete denied deprecated desktop destination detail details
development device devtools dialog digest digests directive disabled disclosed disclosure disclosures disconnect
disconnected disconnecting dismiss dismissed display document does dom domain domains done down dpop each early edge ec
echo element email embedded embedder embargo empty en enabled enc encoding encrypted end endpoint endpoints enforce
enterprise entry environment epk equal error errors es256 es384 es512 event events exception exchange execute exist exists
exp expected expiration expired expires expiry explorer expose exposed extension external f failed failure false family
feature federated federation fedcm fetch fetched fetching fetches field fields file filter find firefox first fixed flags
flow focus for forbidden form format formats formatted found frame frames from function fulfilled full gateway gecko gender
get getter given global gone google got grant granted granted groups gsi gzip h handler happened has hash head header
headers height hint hints holder home host hosts hour hours html http https hub i icon icons id ident identifier identifiers
identity idp idps if iframe ignore ignored iat image img immediate import in inactive index info inline input inspector
instance integrity interaction interactive interest internal internet interrupted invalid ios is iss issuance issue issued
issuer it item items its iv javascript jku jpeg jpg json js jti jwe jwk jwks jws jwt k kb keep key keys khtml kid kind
kty label labels lang language last launch length level library like limit link links linux list listed lib load loaded
local locale locality localhost location log logged login logins logo logout lookup mac macintosh main manager manifest
many mark match matched matches matching max may mayact me mediation message messages meta metadata method methods metrics
middle min mismatch missing mobile mode modified module moved mozilla ms multiple must mutable name names native navigate
navigation navigator nbf need net network new next nickname no node nonce none nosniff not notfound null number o oauth
oauth2 object of off offline ok old on once one online only onetap opaque open openid operation optional options or
organization origin origins os other out outstanding p p-256 page pages param parameter parameters params parse partitioned
parties party passive password path pem pending per permission permissions person personal phone php picture pictures
pkce places plain platform please png policies policy pop popup popups port portal post pragma prefer preferred preflight
prevent privacy private problem production profile profiles prompt properties property protected protocol provided provider
providers proxy ps256 ps384 ps512 public push query r range rate read reading ready reason received redirect redirected
redirects referer referrer refresh refused register registered registrable registration reject rejected relogin relying
reload remember remote reply report request requested requester requests require required requires reset resolve resolved
resource resources response responses result results retry retrieving return returned returning revalidate revoke revoked rfc role
roles root route rp rs256 rs384 rs512 rsa s safari same sameorigin samesite sandbox save schema scope scopes script
scripts sd search sec second secret secrets section secure security seconds segment select selected self send sent server
service services session set settings setup sha256 share sharing shown side sig sign signature signed signal signin
signing signout signup silent since single site size skew snapshot source spec src ssl sso stale standard start started
startup state static status step sts storage store strict string strings style sub subdomain subject subresource success
support supported supports suppressed svg symbol t tab tag target task tel tenant term terms test text than that the their
then there this ticket time timed timeout times title tls to token tokens too tool top track transfer transient transport
true trusted trustworthy try txt typ type types u ui unavailable undefined unexpected unknown unload unreachable
unregister unsafe unsupported until update updated uri uris url urls us use used user username userinfo users using v
valid validation value values variant vary vc vendor verification verified verifier verify version versions via view
violates violation visibility visible visited w3c want was web webauthn webidentity website webkit webp webpage well
well-known were what when where which while widget width win64 window windows with within without worker wrong www x x11
x5c x5t x64 x86_64 xml y you your z zip zoneinfo
gmt utc position double quoted unterminated whitespace fractional exponent column
gb kib mib bytes deflate br zstd gz q immutable store etag etags credentialed u003d am pm ie eg
applewebkit utf utf-8 utf8 sha sha-256 p-256 tr tc39 ietf whatwg webappsec exact trailing slash measured derived certain
likely confirmed fits ruled pass fail applicable advice warning legacy draft doc docs io github issues pull org web dev
banned blacklisted deactivated deleted eligible exceeded limited locked maintenance mfa quota suspended suspicious
throttled unauthenticated unauthorized unconfirmed unregistered unverified
alive chunked enum headless zero two three four five six seven eight nine ten
`;
