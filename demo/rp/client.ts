/** The client id under which every identity provider of the demo knows the relying party. */
export const clientId = 'demo-rp';
