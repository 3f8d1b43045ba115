<#assign title = tag?html, canonical = "tags/" + tag?replace(" ", "-") + ".html"><#include "header.ftl">
<p class="label">Topic</p>
<h1 class="listing-title">${tag?html}</h1>
<ul class="entries">
<#list tag_posts as post><#include "entry.ftl"></#list>
</ul>
<#include "footer.ftl">
