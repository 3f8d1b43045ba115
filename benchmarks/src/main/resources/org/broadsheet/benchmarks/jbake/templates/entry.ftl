<li>
<article class="entry">
<p class="entry-meta"><time datetime="${post.date?string("yyyy-MM-dd'T'HH:mm:ss'Z'")}">${post.date?string("MMMM d, yyyy")}</time><#list post.tags as topic> <a href="/tags/${topic?replace(" ", "-")}.html">${topic?html}</a></#list></p>
<div class="entry-text">
<h2><a href="/${post.uri}">${post.title?html}</a></h2>
<#if post.description??><p>${post.description?html}</p>
</#if></div>
</article>
</li>
