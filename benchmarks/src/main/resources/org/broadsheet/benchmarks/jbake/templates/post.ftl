<#assign title = content.title?html, canonical = content.uri><#if content.description??><#assign description = content.description></#if><#include "header.ftl">
<article class="post" lang="en">
<header class="post-header">
<h1>${content.title?html}</h1>
<#if content.description??><p class="lede">${content.description?html}</p>
</#if></header>
<div class="post-meta" lang="en">
<p class="author"><#if content.picture??><img src="${content.picture}" alt="" width="48" height="48"></#if>${content.author?html}</p>
<p class="dateline"><time datetime="${content.date?string("yyyy-MM-dd'T'HH:mm:ss'Z'")}">${content.date?string("MMMM d, yyyy")}</time></p>
<p class="dateline"><#list content.tags as topic><a rel="tag" href="/tags/${topic?replace(" ", "-")}.html">${topic?html}</a> </#list></p>
</div>
<div class="post-body">
<div class="prose">
${content.body}
</div>
</div>
</article>
<nav class="neighbours" aria-label="Other posts">
<#if content.previousContent??><p class="neighbours-previous"><span class="label">Previous</span> <a rel="prev" href="/${content.previousContent.uri}">${content.previousContent.title?html}</a></p>
</#if><#if content.nextContent??><p class="neighbours-next"><span class="label">Next</span> <a rel="next" href="/${content.nextContent.uri}">${content.nextContent.title?html}</a></p>
</#if><p class="neighbours-all"><a href="/">All posts</a></p>
</nav>
<#include "footer.ftl">
