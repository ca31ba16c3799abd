/** The part of Express that the tests use; its types are a package of their own. */
declare module 'express' {
  type RequestListener = import('node:http').RequestListener;
  type Handler = (request: never, response: never) => unknown;
  interface App extends RequestListener {
    post(path: string, ...handlers: Handler[]): App;
    use(handler: Handler): App;
  }
  function express(): App;
  namespace express {
    function raw(options: { type: string }): Handler;
    function json(): Handler;
    function text(options: { type: string }): Handler;
    function urlencoded(): Handler;
  }
  export default express;
}
