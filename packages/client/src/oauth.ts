export {
  addressesOf,
  introspectToken,
  type OAuthAddresses,
  pushAuthorization,
  readKeys,
  readServerMetadata,
} from './oauth/authorization-server.ts';
