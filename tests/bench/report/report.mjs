export function report(x){ return JSON.stringify(x.results, (k,v)=>Array.isArray(v)&&typeof v[0]==="number"?v.map(n=>Math.round(n*100)/100).join(" "):v,1) }
